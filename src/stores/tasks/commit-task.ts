import { sql } from "kysely";
import {
  MessageConflictError,
  type MessageRecord,
  type StoredTask,
  type TaskChange,
  TaskEndedError,
  TERMINAL_STATES,
  VersionConflictError,
} from "#engine";
import type { StoreDatabase } from "../transactions.ts";
import { documentsOf } from "./document-references.ts";
import { toRow } from "./task-row.ts";

/** Rows in one `insert`; keeps statements below the databases' limit of parameters. */
const ROWS_PER_INSERT = 100;

/**
 * The changes of one commit, within the caller's transaction.
 *
 * A cancel that was asked for stays asked for, whatever the change says: the run that commits may not have seen it.
 * @throws VersionConflictError, MessageConflictError, TaskEndedError for a change to a task that is terminal
 */
export async function commitTask(
  db: StoreDatabase,
  change: TaskChange,
  message: MessageRecord | undefined,
): Promise<StoredTask> {
  const { lastSeq, cancelRequested } =
    change.expectedVersion === undefined
      ? await createTask(db, change)
      : await updateTask(db, change, change.expectedVersion);
  if (message !== undefined) await recordMessage(db, message);
  await appendEvents(db, change, lastSeq - change.events.length);
  await holdDocuments(db, change);
  return { ...change.task, version: (change.expectedVersion ?? 0) + 1, lastSeq, cancelRequested };
}

interface Written {
  readonly lastSeq: number;
  readonly cancelRequested: boolean;
}

async function createTask(db: StoreDatabase, { task, events }: TaskChange): Promise<Written> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("tasks")
    .values({ ...toRow(task), version: 1, last_seq: events.length })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new VersionConflictError(task.id);
  return { lastSeq: events.length, cancelRequested: task.cancelRequested };
}

async function updateTask(
  db: StoreDatabase,
  { task, events }: TaskChange,
  expectedVersion: number,
): Promise<Written> {
  const { id, tenant, owner, cancel_requested, ...columns } = toRow(task);
  const row = await db
    .updateTable("tasks")
    .set({
      ...columns,
      version: expectedVersion + 1,
      last_seq: sql<number>`last_seq + ${events.length}`,
      cancel_requested: sql<number>`case when cancel_requested = 1 then 1 else ${cancel_requested} end`,
    })
    .where("id", "=", id)
    .where("tenant", "=", tenant)
    .where("owner", "=", owner)
    .where("version", "=", expectedVersion)
    .where("state_kind", "not in", [...TERMINAL_STATES])
    .returning(["last_seq", "cancel_requested"])
    .executeTakeFirst();
  if (row === undefined) throw await lostUpdate(db, task, expectedVersion);
  return { lastSeq: row.last_seq, cancelRequested: row.cancel_requested === 1 };
}

async function lostUpdate(db: StoreDatabase, task: StoredTask, expectedVersion: number) {
  const row = await db
    .selectFrom("tasks")
    .select("version")
    .where("id", "=", task.id)
    .where("tenant", "=", task.tenant)
    .where("owner", "=", task.owner)
    .executeTakeFirst();
  return row?.version === expectedVersion ? new TaskEndedError() : new VersionConflictError(task.id);
}

async function recordMessage(db: StoreDatabase, message: MessageRecord): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("messages")
    .values({
      tenant: message.tenant,
      owner: message.owner,
      message_id: message.messageId,
      content_hash: message.contentHash,
      task_id: message.taskId,
    })
    .onConflict((conflict) => conflict.columns(["tenant", "owner", "message_id"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new MessageConflictError(message.messageId);
}

async function appendEvents(db: StoreDatabase, change: TaskChange, seqBefore: number): Promise<void> {
  const { id, tenant, owner } = change.task;
  const rows = change.events.map((body, index) => ({
    task_id: id,
    seq: seqBefore + index + 1,
    tenant,
    owner,
    at: change.at,
    body: JSON.stringify(body),
  }));
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    await db
      .insertInto("task_events")
      .values(rows.slice(from, from + ROWS_PER_INSERT))
      .execute();
  }
}

async function holdDocuments(db: StoreDatabase, change: TaskChange): Promise<void> {
  const { id, tenant, owner } = change.task;
  const rows = [...documentsOf(change)].map((hash) => ({ task_id: id, hash, tenant, owner }));
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    await db
      .insertInto("task_documents")
      .values(rows.slice(from, from + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.columns(["task_id", "hash"]).doNothing())
      .execute();
  }
}
