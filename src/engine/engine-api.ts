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
  /** Limit of the whole task from its first run, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * The durable task engine: what was acknowledged is never lost, what was paid is never paid again, and streams tell
 * the same story to everybody, now and later.
 */
export interface Engine extends AsyncDisposable {
  /** Takes up unfinished tasks and begins to dispatch. */
  start(): Promise<void>;
  /**
   * Stores the message durably and gives the task; the same messageId and content gives the task it made before.
   * @throws TaskNotFoundError, TaskEndedError, MessageConflictError, ServerBusyError, ShuttingDownError
   */
  submit(submission: Submission): Promise<StoredTask>;
  get(id: TaskId, owner: TaskOwner): Promise<StoredTask>;
  list(query: TaskQuery): Promise<TaskPage>;
  /** Cancels and waits until the task is terminal. Canceled already: gives it. @throws TaskNotFoundError, TaskEndedError */
  cancel(id: TaskId, owner: TaskOwner): Promise<StoredTask>;
  /** Events after `afterSeq`, then those to come, until the task is terminal or asks for input. */
  events(id: TaskId, owner: TaskOwner, afterSeq: number, signal: AbortSignal): AsyncIterable<TaskEvent>;
  /** Resolves once the task is terminal or asks for input. */
  settled(id: TaskId, owner: TaskOwner, signal: AbortSignal): Promise<StoredTask>;
  /** Stops taking tasks, gives running ones `graceMs` to end, and leaves the rest to the next start. */
  stop(graceMs: number): Promise<void>;
}

/** What a run may do while it runs. All of it is durable before it resolves. */
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
   * Runs a step once for the task's whole life: a result stored earlier for the same request is given back.
   * Values must survive JSON.
   */
  once<Value>(stepPath: string, requestHash: string, run: () => Promise<Value>): Promise<Value>;
}

/** How a run ended. Exceptions end the task as failed, with the code of a typed error. */
export type RunEnding =
  | { readonly kind: "completed"; readonly message?: TaskMessage }
  | { readonly kind: "input-required"; readonly message: TaskMessage }
  | { readonly kind: "rejected"; readonly failure: TaskFailure };

/** What the engine runs. Brought by the composition root; knows nothing of stores or transports. */
export interface TaskRunner {
  run(context: RunContext): Promise<RunEnding>;
}

export type { MessageRecord };
