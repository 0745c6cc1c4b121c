import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { DialectAnswer } from "./dialect-answer.ts";

/** A JSON-RPC request as it came. */
export interface DialectCall {
  /** `Major.Minor`; 0.3 where the client names none. */
  readonly version: string;
  /** True where the client named the version itself. */
  readonly versionNamed: boolean;
  readonly body: unknown;
}

/** An earlier form of the protocol that shares the JSON-RPC route with the current one. */
export interface RpcDialect {
  /** Its name in logs and metrics. */
  readonly name: string;
  /** True where the request is in this dialect. */
  takes(call: DialectCall): boolean;
  /** Never rejects. `lastEventId` begins a stream after that event. */
  answer(
    call: DialectCall,
    context: ServerCallContext,
    lastEventId: number | undefined,
  ): Promise<DialectAnswer>;
}
