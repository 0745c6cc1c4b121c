import type { EngineObserver } from "#engine";
import type { Log } from "../../log.ts";

/** Writes what matters of the engine's doings to the log: how tasks end, and faults under their log ids. */
export function engineLog(log: Log): EngineObserver {
  return (seen) => {
    switch (seen.type) {
      case "run-begun": {
        const { taskId, attempt, waitMs } = seen;
        return log.debug({ taskId, attempt, waitMs }, "run begun");
      }
      case "task-finished": {
        const { taskId, state, durationMs, code } = seen;
        return log.info({ taskId, state, durationMs, code }, "task finished");
      }
      case "submission-refused":
        return log.warn({ retryAfterSeconds: seen.retryAfterSeconds }, "busy: a submission was refused");
      case "tasks-removed":
        return log.info({ count: seen.count }, "tasks removed");
      case "late-write-dropped":
        return log.debug({ taskId: seen.taskId, cause: seen.cause }, "late write dropped");
      case "fault-caught": {
        const { logId, taskId, during, error } = seen;
        return log.error({ logId, taskId, during, err: faultOf(error) }, "fault");
      }
      default:
    }
  };
}

/** Name and stack, without the message: the text of an unknown error could hold anything. */
export function faultOf(error: unknown): { readonly name: string; readonly stack: string | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, stack: undefined };
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
  return { name: error.name, stack: frames?.join("\n") };
}
