import type { StoredTask, TaskEvent, TaskEventBody, TaskId, TaskOwner, TaskStateKind } from "./task.ts";

/** One transaction on one task: the row as it shall be, and the events that tell why. */
export interface TaskChange {
  /** The row after the change but for `version` and `lastSeq`, which the store sets. */
  readonly task: StoredTask;
  /** Version that the row must have now; undefined creates it. */
  readonly expectedVersion: number | undefined;
  /** Empty where only the row's own books change. */
  readonly events: readonly TaskEventBody[];
  /** Time of the change, milliseconds since the epoch. */
  readonly at: number;
  /** On creation: what the task takes a place of until it has ended. @throws TooManyTasksError where one is full */
  readonly places?: readonly TaskPlace[];
}

/** A scope of which only so many tasks may be unfinished at a time. */
export interface TaskPlace {
  /** Names the scope, opaque to the engine, for example a key or an owner. Wide scopes stand after narrow ones. */
  readonly scope: string;
  readonly max: number;
}

export interface TaskQuery extends TaskOwner {
  readonly contextId?: string;
  readonly states?: readonly TaskStateKind[];
  /** Status changed at this time or later. */
  readonly statusSince?: number;
  /** 1..100. */
  readonly pageSize: number;
  /** As a page before gave it. @throws CursorInvalidError where it is not one of ours. */
  readonly cursor?: string;
}

export interface TaskPage {
  /** Newest status first. */
  readonly tasks: readonly StoredTask[];
  readonly totalSize: number;
  /** Undefined at the end. */
  readonly nextCursor: string | undefined;
}

/** Remembers which message made or continued which task, so that a repeated send is answered and not repeated. */
export interface MessageRecord extends TaskOwner {
  readonly messageId: string;
  /** Hash of the whole message as received. */
  readonly contentHash: string;
  readonly taskId: TaskId;
}

export interface TaskStore {
  /** Undefined also for another owner's task. */
  get(id: TaskId, owner: TaskOwner): Promise<StoredTask | undefined>;
  /** Without the owner's check: for the engine's own work alone. */
  load(id: TaskId): Promise<StoredTask | undefined>;
  /**
   * Compare-and-set on the version, the row and its events in one durable transaction; `message`, where given, is
   * recorded in it too. Gives the row as stored. A terminal state gives the task's places back.
   * @throws VersionConflictError, MessageConflictError, TooManyTasksError
   */
  commit(change: TaskChange, message?: MessageRecord): Promise<StoredTask>;
  list(query: TaskQuery): Promise<TaskPage>;
  /** Ids of all tasks that are submitted or working, oldest first. */
  unfinished(): AsyncIterable<TaskId>;
  /** Those of the tasks whose runs have nothing left to do: asked to be canceled, ended, or removed. */
  stoppedAmong(ids: readonly TaskId[]): Promise<readonly TaskId[]>;
  /** Ids of all tasks that have waited for input since before a time, milliseconds since the epoch; oldest status first. */
  unanswered(before: number): AsyncIterable<TaskId>;
  /** How many unfinished tasks have a place of each scope, in the same order. */
  countPlaces(scopes: readonly string[]): Promise<readonly number[]>;
  findMessage(messageId: string, owner: TaskOwner): Promise<MessageRecord | undefined>;
  /** Tasks of one context, oldest first, newest `limit`; for the history of a conversation. */
  inContext(contextId: string, owner: TaskOwner, limit: number): Promise<readonly StoredTask[]>;
  /** Sets the flag on a task that is not terminal; false where there is nothing to cancel. */
  requestCancel(id: TaskId, owner: TaskOwner): Promise<boolean>;
  /**
   * Removes terminal tasks, oldest first, with events, journal, messages and documents that nothing else holds:
   * those older than `olderThan`, and as many as it takes to keep `maxTasks`. Gives how many went.
   */
  removeFinished(limits: { readonly olderThan: number; readonly maxTasks: number }): Promise<number>;
  countByState(): Promise<Readonly<Partial<Record<TaskStateKind, number>>>>;
}

export interface EventLog {
  /** Stored events with `seq > afterSeq`, in order, as they are now: one page of at most `limit`. */
  page(taskId: TaskId, afterSeq: number, limit: number): Promise<readonly TaskEvent[]>;
}

/** Tells that a task changed. A hint: it may be lost, doubled or late. */
export interface ChangeHints {
  publish(taskId: TaskId): void;
  /** Resolves at the next hint for the task, after `maxWaitMs`, or when the signal fires. */
  wait(taskId: TaskId, maxWaitMs: number, signal: AbortSignal): Promise<void>;
}

/** Which step of which task. The path is deterministic within the task's run. */
export interface StepKey {
  readonly taskId: TaskId;
  readonly stepPath: string;
  /** The task's `runs` when the run that asks began; undefined asks for no run. */
  readonly run?: number;
}

/** Results of steps that were paid for, stored before they are used. Values are JSON texts. */
export interface JournalStore {
  /** @throws VersionConflictError where a newer run than the step's has begun: what it pays must not be paid twice */
  find(step: StepKey): Promise<{ readonly requestHash: string; readonly result: string } | undefined>;
  /**
   * Replaces what another request left under the same key.
   * @throws VersionConflictError where a newer run than the step's has begun: its results stand
   */
  put(step: StepKey, requestHash: string, result: string): Promise<void>;
  /** In order of storing. */
  list(
    taskId: TaskId,
  ): AsyncIterable<{ readonly stepPath: string; readonly requestHash: string; readonly result: string }>;
}

/** Document bytes by content hash, outside the rows of tasks and events. */
export interface DocumentStore {
  /** Gives the hex SHA-256. The same bytes are stored once. */
  put(bytes: Uint8Array, signal?: AbortSignal): Promise<string>;
  get(hash: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
}

/** One database with all that the engine keeps in it. */
export interface Stores extends AsyncDisposable {
  readonly tasks: TaskStore;
  readonly events: EventLog;
  readonly journal: JournalStore;
  readonly documents: DocumentStore;
  /** Resolves when the database answers; rejects with the reason when it does not. */
  ping(signal: AbortSignal): Promise<void>;
}
