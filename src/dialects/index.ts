export {
  createEarlierClients,
  type EarlierClients,
  type EarlierClientsDeps,
} from "./create-earlier-clients.ts";
export type { DialectAnswer, DialectEvent, DialectEvents } from "./dialect-answer.ts";
export type { DialectRequest, DialectRoute } from "./dialect-route.ts";
export { isReferenceMethod } from "./reference/reference-rpc.ts";
export type { DialectCall, RpcDialect } from "./rpc-dialect.ts";
export type { LegacyCard } from "./v0-3/legacy-types.ts";
