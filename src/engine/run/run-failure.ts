import { AppError, TimedOutError } from "#kernel";
import type { EngineObserver } from "../observer.ts";
import type { TaskFailure, TaskId } from "../task.ts";

/** What a client is told of an exception that ended a run. The text of an unknown one stays inside, under a log id. */
export function failureOf(
  error: unknown,
  taskId: TaskId,
  deps: { readonly newId: () => string; readonly observe: EngineObserver },
): TaskFailure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const logId = deps.newId();
  deps.observe({ type: "fault-caught", logId, taskId, during: "run", error });
  return { code: "internal", message: `Something failed inside the server (log id ${logId}).` };
}

/** The task did not end within its limit, in milliseconds. */
export function timedOut(limitMs: number): TaskFailure {
  const { code, message } = new TimedOutError("The task", limitMs);
  return { code, message };
}

/** The task's run began `times` times and died without getting further: another would only take the server down again. */
export function keptDying(times: number): TaskFailure {
  return {
    code: "run-kept-dying",
    message: `The task was begun ${times} times and its run died each time without getting further; it is not begun again.`,
  };
}

/** The task got further each time, and took the instance that ran it down each time. */
export function takenOverTooOften(times: number): TaskFailure {
  return {
    code: "run-kept-dying",
    message: `The task was taken over ${times} times from a run that died; it is not begun again.`,
  };
}
