import type { A2AHandler } from "#a2a";
import type { TurnEnd } from "../answers/turn-end.ts";
import type { HttpLimits } from "../limits.ts";
import type { StreamDeps } from "../sse/serve-stream.ts";

/** Writes an unexpected error to the log, with the request's id, and gives the id under which it stands there. */
export type ReportRequestFault = (error: unknown, requestId: string) => string;

/** What both bindings of A2A stand on. */
export interface BindingDeps {
  readonly handler: A2AHandler;
  readonly limits: HttpLimits;
  readonly streaming: StreamDeps;
  readonly report: ReportRequestFault;
  readonly turnEnd: TurnEnd;
}
