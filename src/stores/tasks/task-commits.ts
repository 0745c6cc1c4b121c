import type { MessageRecord, StoredTask, TaskChange } from "#engine";

/** Makes a change of a task, its events, its message and the documents that it holds durable together. */
export interface TaskCommits {
  /**
   * A cancel that was asked for stays asked for, whatever the change says: the run that commits may not have seen it.
   * @throws VersionConflictError, MessageConflictError, TooManyTasksError, TaskEndedError for a change to a task that
   * is terminal
   */
  commit(change: TaskChange, message: MessageRecord | undefined): Promise<StoredTask>;
}
