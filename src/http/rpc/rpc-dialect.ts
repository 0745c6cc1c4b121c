import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { ServerSentEvent } from "../sse/event-text.ts";

/** A JSON-RPC request as it came, for a dialect. */
export interface DialectRequest {
  /** `Major.Minor`; 0.3 where the client names none. */
  readonly version: string;
  readonly body: unknown;
}

/** How a dialect answers: in its own words, down to the HTTP status. */
export type DialectAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: unknown; readonly failure?: string }
  | { readonly kind: "stream"; readonly events: AsyncGenerator<ServerSentEvent, void, undefined> };

/** An earlier form of the protocol that shares `POST /` with A2A 1.0. */
export interface RpcDialect {
  /** Its name in logs and metrics. */
  readonly name: string;
  /** True where the request is in this dialect. */
  takes(request: DialectRequest): boolean;
  /** Never rejects for what the client did. `lastEventId` begins a stream after that event. */
  answer(
    request: DialectRequest,
    context: ServerCallContext,
    lastEventId: number | undefined,
  ): Promise<DialectAnswer>;
}
