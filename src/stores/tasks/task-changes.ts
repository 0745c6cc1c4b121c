import { type RawBuilder, sql } from "kysely";
import {
  type StoredTask,
  type TaskChange,
  TaskEndedError,
  TERMINAL_STATES,
  VersionConflictError,
} from "#engine";
import type { TaskRow } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";

/** Where a task stands after a change, as the database says. */
export type WrittenTask = Pick<TaskRow, "last_seq" | "cancel_requested">;

/** What an update brings: the whole row, and what the row is checked and counted by. */
export interface TaskUpdate extends TaskRow {
  expected_version: number;
  new_events: number;
}

/** Names a task of an owner. */
export type TaskKey = Pick<TaskRow, "id" | "tenant" | "owner">;

type ValueOf<Values> = <Name extends keyof Values>(name: Name) => Values[Name];

/** Inserts nothing where the id is taken. */
export function taskInsert(db: Pick<StoreDatabase, "insertInto">, value: ValueOf<TaskRow>) {
  return db
    .insertInto("tasks")
    .values({ id: value("id"), ...taskColumns(value), last_seq: value("last_seq") })
    .onConflict((conflict) => conflict.column("id").doNothing());
}

/**
 * Compare-and-set: changes nothing where the version is another, the owner is, or the task has ended. A cancel that was
 * asked for stays asked for. `large` may stand for a large value another way than by itself.
 */
export function taskUpdate(
  db: Pick<StoreDatabase, "updateTable">,
  value: ValueOf<TaskUpdate>,
  large: (column: "history" | "artifacts" | "request") => string | RawBuilder<string> = value,
) {
  return db
    .updateTable("tasks")
    .set({
      ...taskColumns(value),
      history: large("history"),
      artifacts: large("artifacts"),
      request: large("request"),
      last_seq: sql<number>`last_seq + ${value("new_events")}`,
      cancel_requested: sql<number>`case when cancel_requested = 1 then 1 else ${value("cancel_requested")} end`,
    })
    .where("id", "=", value("id"))
    .where("tenant", "=", value("tenant"))
    .where("owner", "=", value("owner"))
    .where("version", "=", value("expected_version"))
    .where("state_kind", "not in", [...TERMINAL_STATES])
    .returning(["last_seq", "cancel_requested"]);
}

/** The task as it was stored. */
export function storedTask(change: TaskChange, written: WrittenTask): StoredTask {
  return {
    ...change.task,
    version: (change.expectedVersion ?? 0) + 1,
    lastSeq: written.last_seq,
    cancelRequested: written.cancel_requested === 1,
  };
}

/** The version that the owner's task has now. */
export function taskVersion(db: Pick<StoreDatabase, "selectFrom">, value: ValueOf<TaskKey>) {
  return db
    .selectFrom("tasks")
    .select("version")
    .where("id", "=", value("id"))
    .where("tenant", "=", value("tenant"))
    .where("owner", "=", value("owner"));
}

/** Why a change wrote nothing where the task has this version; undefined where there is none. */
export function lostChange({ task, expectedVersion }: TaskChange, found: number | undefined): Error {
  const ended = found !== undefined && found === expectedVersion;
  return ended ? new TaskEndedError() : new VersionConflictError(task.id);
}

/** All that a change writes as it stands in the row. */
function taskColumns(value: ValueOf<TaskRow>) {
  return {
    tenant: value("tenant"),
    owner: value("owner"),
    context_id: value("context_id"),
    version: value("version"),
    state_kind: value("state_kind"),
    state: value("state"),
    status_message: value("status_message"),
    history: value("history"),
    artifacts: value("artifacts"),
    metadata: value("metadata"),
    request: value("request"),
    cancel_requested: value("cancel_requested"),
    attempts: value("attempts"),
    runs: value("runs"),
    timeout_ms: value("timeout_ms"),
    created_at: value("created_at"),
    status_at: value("status_at"),
    deadline_at: value("deadline_at"),
  };
}
