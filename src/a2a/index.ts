export { type CallFacts, createCallContext, ownerOf, principalOf, signalOf } from "./call/call-context.ts";
export { hasScope, type Principal } from "./call/principal.ts";
export {
  type HttpError,
  type ReportFault,
  type RpcError,
  toA2AError,
  toHttpError,
  toRpcError,
} from "./errors/error-answers.ts";
export { ERROR_KINDS, type ErrorKind, type ErrorKindName } from "./errors/error-kinds.ts";
export { type CallError, KIND_OF_CODE } from "./errors/error-table.ts";
export * from "./errors/request-errors.ts";
export type { A2AHandler, NumberedResponse, StreamCall } from "./handler/a2a-handler.ts";
export { decodeBase64 } from "./wire/decode-base64.ts";
export { isRecord, JsonReader } from "./wire/json-reader.ts";
