import type { JsonObject, TaskArtifact, TaskMessage } from "./content.ts";
import type { MessageRecord, TaskPage, TaskQuery } from "./ports.ts";
import type { StoredTask, TaskEvent, TaskFailure, TaskId, TaskOwner } from "./task.ts";

/** A message that makes a task or continues one. */
export interface Submission {
  readonly owner: TaskOwner;
  readonly message: TaskMessage;
  /** Hash of the message as received; the same messageId with another hash is a conflict. */
  readonly contentHash: string;
  /** Continues this task; undefined makes a new one. */
  readonly taskId?: TaskId;
  /** Undefined makes a new context, or takes that of `taskId`. */
  readonly contextId?: string;
  readonly metadata: JsonObject;
  /** Opaque to the engine; handed to the runner. */
  readonly request: JsonObject;
  /** Limit from the first run's beginning, over restarts, in milliseconds. */
  readonly timeoutMs: number;
}

/** Where reading a task's events ends: once it is terminal or asks for input, or only once it is terminal. */
export type ReadUntil = "settled" | "ended";

/**
 * The durable task engine: what was acknowledged is never lost, what was paid is never paid again, and streams tell
 * the same story to everybody, now and later.
 */
export interface Engine extends AsyncDisposable {
  /** Takes up unfinished tasks and begins to dispatch. */
  start(): Promise<void>;
  /**
   * Stores the message durably and gives the task; the same messageId and content gives the task it made before, as
   * it is now.
   *
   * A message with a `taskId` is a follow-up. It is taken only while the task is `input-required`: the question that
   * was asked and the answer go to the history, `metadata` and `request` are laid over what the task has (key by
   * key), the time limit starts again with the follow-up's own, and the task is `working` again. A task that is
   * submitted or working refuses it: one task has one run.
   * @throws TaskNotFoundError, TaskEndedError, TaskBusyError, ContextMismatchError, MessageConflictError,
   * ServerBusyError, TooManyTasksError, ShuttingDownError, and what `admit` throws
   */
  submit(submission: Submission): Promise<StoredTask>;
  /** @throws TaskNotFoundError */
  get(id: TaskId, owner: TaskOwner): Promise<StoredTask>;
  list(query: TaskQuery): Promise<TaskPage>;
  /**
   * Cancels for good before it resolves, whether or not the run listens: what a run writes later is dropped.
   * Canceled already: gives it. @throws TaskNotFoundError, TaskEndedError
   */
  cancel(id: TaskId, owner: TaskOwner): Promise<StoredTask>;
  /**
   * Events after `afterSeq`, then those to come, until the task is terminal or asks for input; with `until` "ended",
   * until it is terminal, over every question and its answer. Nothing is read ahead: a slow reader holds one page.
   * @throws TaskNotFoundError; AbortedError once `signal` fires; ShuttingDownError once the engine has stopped
   */
  events(
    id: TaskId,
    owner: TaskOwner,
    afterSeq: number,
    signal: AbortSignal,
    until?: ReadUntil,
  ): AsyncIterable<TaskEvent>;
  /**
   * Resolves once the task is terminal or asks for input.
   * @throws TaskNotFoundError; AbortedError once `signal` fires; ShuttingDownError once the engine has stopped
   */
  settled(id: TaskId, owner: TaskOwner, signal: AbortSignal): Promise<StoredTask>;
  /**
   * Stops taking tasks, gives running ones `graceMs` to end, aborts the rest and waits for their cleanup. What has not
   * ended stays as it is and is taken up at the next start. Ends all readers. Does not close the stores.
   */
  stop(graceMs: number): Promise<void>;
}

/**
 * What a run may do while it runs. All of it is durable before it resolves, and none of it once `signal` has fired:
 * calls then reject, and what they would have written is dropped.
 *
 * A run that takes over from one that died tells its story again from the start. Progress and chunks that are stored
 * already are told apart by their content (message ids do not count) and not stored twice; an artifact that comes out
 * differently replaces the earlier one.
 */
export interface RunContext {
  readonly task: StoredTask;
  /** Fires on cancel, on the deadline, on shutdown, and when another run took the task over. */
  readonly signal: AbortSignal;
  /** Tells progress: a status update with the state still `working`. */
  tell(message: TaskMessage, metadata?: JsonObject): Promise<void>;
  writeArtifact(
    artifact: TaskArtifact,
    how: { readonly append: boolean; readonly lastChunk: boolean },
  ): Promise<void>;
  /**
   * Runs a step once for the task's whole life: a result stored earlier for the same request is given back, and
   * concurrent calls share one run. Another request under the same path runs again and replaces what was stored.
   * Values must survive JSON; the first call, too, gets the value as JSON gives it back.
   */
  once<Value>(stepPath: string, requestHash: string, run: () => Promise<Value>): Promise<Value>;
}

/**
 * How a run ended. Exceptions end the task as failed: a typed error gives its code and message, anything else the code
 * `internal` and a log id. The engine itself fails tasks with `timed-out` and `run-kept-dying`. Input may be asked
 * again and again; each follow-up begins a new run with the whole history.
 */
export type RunEnding =
  | { readonly kind: "completed"; readonly message?: TaskMessage }
  | { readonly kind: "input-required"; readonly message: TaskMessage }
  | { readonly kind: "rejected"; readonly failure: TaskFailure };

/** What the engine runs. Brought by the composition root; knows nothing of stores or transports. */
export interface TaskRunner {
  run(context: RunContext): Promise<RunEnding>;
}

export type { MessageRecord };
