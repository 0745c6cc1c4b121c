import { fromKysely, type KyselyTransactionLike } from "pg-boss";
import type { StoredTask, TaskChange } from "#engine";
import type { TaskQueue } from "./task-queue.ts";

/**
 * Sends a task's job within the transaction that submits or continues the task: there is never one without the other.
 * Undefined for all other changes.
 */
export function jobWithCommit(
  queue: TaskQueue,
): (
  change: TaskChange,
) => ((transaction: KyselyTransactionLike, stored: StoredTask) => Promise<void>) | undefined {
  const send = (transaction: KyselyTransactionLike, stored: StoredTask): Promise<void> =>
    queue.send(stored, fromKysely(transaction));
  return ({ events }) => (events.some(({ type }) => type === "message-added") ? send : undefined);
}
