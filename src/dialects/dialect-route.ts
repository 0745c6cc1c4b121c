import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { RpcError } from "#a2a";
import type { DialectAnswer } from "./dialect-answer.ts";

/** What a route of an earlier client is asked with. */
export interface DialectRequest {
  /** Segments of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  /** Parsed JSON; undefined where the body was empty. */
  readonly body: unknown;
  /** `Major.Minor`; 0.3 where the client names none. */
  readonly version: string;
  /** From `createCallContext`. */
  readonly context: ServerCallContext;
  /** The `Last-Event-ID` that a reconnecting client sent. */
  readonly afterSeq?: number;
}

/** A route beside the JSON-RPC one, for any HTTP server to mount. */
export interface DialectRoute {
  readonly method: "GET" | "POST" | "DELETE";
  /** As Fastify writes paths: `:name` is a segment, `::` a colon. */
  readonly path: string;
  /** False for what everybody may read. */
  readonly authenticated: boolean;
  /** The body that tells a failure from before the call was read: of who asks, how often, or of the body. Default: a problem. */
  failureBody?(error: RpcError): unknown;
  /** Never rejects. */
  answer(request: DialectRequest): Promise<DialectAnswer>;
}
