import { sql } from "kysely";
import {
  isTerminal,
  MessageConflictError,
  type MessageRecord,
  type StoredTask,
  type TaskChange,
  TaskEndedError,
  TERMINAL_STATES,
  VersionConflictError,
} from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { EventRow, MessageRow, TaskDocumentRow, TaskRow } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";
import { documentsOf } from "./document-references.ts";
import type { TaskPlaces } from "./task-places.ts";
import { toRow } from "./task-row.ts";

/** Where a task stands after a change, as the database says. */
type Written = Pick<TaskRow, "last_seq" | "cancel_requested">;

interface Update extends TaskRow {
  expected_version: number;
  new_events: number;
}

/** The changes of a commit, within the caller's transaction. */
export class TaskCommits {
  readonly #insertTask: PreparedQuery<TaskRow, Written>;
  readonly #updateTask: PreparedQuery<Update, Written>;
  readonly #insertMessage: PreparedQuery<MessageRow, Pick<MessageRow, "task_id">>;
  readonly #insertEvent: PreparedQuery<EventRow, unknown>;
  readonly #holdDocument: PreparedQuery<TaskDocumentRow, unknown>;

  readonly #places: TaskPlaces;

  constructor(db: StoreDatabase, places: TaskPlaces) {
    this.#places = places;
    this.#insertTask = insertTask(db);
    this.#updateTask = updateTask(db);
    this.#insertMessage = insertMessage(db);
    this.#insertEvent = insertEvent(db);
    this.#holdDocument = holdDocument(db);
  }

  /**
   * A cancel that was asked for stays asked for, whatever the change says: the run that commits may not have seen it.
   * @throws VersionConflictError, MessageConflictError, TooManyTasksError, TaskEndedError for a change to a task that
   * is terminal
   */
  async perform(
    db: StoreDatabase,
    change: TaskChange,
    message: MessageRecord | undefined,
  ): Promise<StoredTask> {
    const { task, expectedVersion, events } = change;
    const row = toRow(task);
    const written =
      expectedVersion === undefined
        ? await this.#insertTask.first(db, { ...row, version: 1, last_seq: events.length })
        : await this.#updateTask.first(db, {
            ...row,
            version: expectedVersion + 1,
            expected_version: expectedVersion,
            new_events: events.length,
          });
    if (written === undefined) throw await lostChange(db, change);
    if (message !== undefined) await this.#record(db, message);
    if (change.places !== undefined) await this.#places.take(db, task.id, change.places, change.at);
    if (isTerminal(task.state)) await this.#places.giveBack(db, task.id);
    await this.#append(db, change, written.last_seq - events.length);
    for (const hash of documentsOf(change)) {
      await this.#holdDocument.run(db, { task_id: task.id, hash, tenant: task.tenant, owner: task.owner });
    }
    return {
      ...task,
      version: (expectedVersion ?? 0) + 1,
      lastSeq: written.last_seq,
      cancelRequested: written.cancel_requested === 1,
    };
  }

  async #record(db: StoreDatabase, message: MessageRecord): Promise<void> {
    const recorded = await this.#insertMessage.first(db, {
      tenant: message.tenant,
      owner: message.owner,
      message_id: message.messageId,
      content_hash: message.contentHash,
      task_id: message.taskId,
    });
    if (recorded === undefined) throw new MessageConflictError(message.messageId);
  }

  async #append(db: StoreDatabase, { task, events, at }: TaskChange, seqBefore: number): Promise<void> {
    const { id, tenant, owner } = task;
    for (const [index, event] of events.entries()) {
      const seq = seqBefore + index + 1;
      await this.#insertEvent.run(db, { task_id: id, seq, tenant, owner, at, body: JSON.stringify(event) });
    }
  }
}

async function lostChange(db: StoreDatabase, { task, expectedVersion }: TaskChange) {
  const row = await db
    .selectFrom("tasks")
    .select("version")
    .where("id", "=", task.id)
    .where("tenant", "=", task.tenant)
    .where("owner", "=", task.owner)
    .executeTakeFirst();
  const ended = row !== undefined && row.version === expectedVersion;
  return ended ? new TaskEndedError() : new VersionConflictError(task.id);
}

function insertTask(db: StoreDatabase): PreparedQuery<TaskRow, Written> {
  return new PreparedQuery((value) =>
    db
      .insertInto("tasks")
      .values({ id: value("id"), ...taskColumns(value), last_seq: value("last_seq") })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning(["last_seq", "cancel_requested"]),
  );
}

function updateTask(db: StoreDatabase): PreparedQuery<Update, Written> {
  return new PreparedQuery((value) =>
    db
      .updateTable("tasks")
      .set({
        ...taskColumns(value),
        last_seq: sql<number>`last_seq + ${value("new_events")}`,
        cancel_requested: sql<number>`case when cancel_requested = 1 then 1 else ${value("cancel_requested")} end`,
      })
      .where("id", "=", value("id"))
      .where("tenant", "=", value("tenant"))
      .where("owner", "=", value("owner"))
      .where("version", "=", value("expected_version"))
      .where("state_kind", "not in", [...TERMINAL_STATES])
      .returning(["last_seq", "cancel_requested"]),
  );
}

/** All that a change writes as it stands in the row. */
function taskColumns(value: <Name extends keyof TaskRow>(name: Name) => TaskRow[Name]) {
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

function insertMessage(db: StoreDatabase): PreparedQuery<MessageRow, Pick<MessageRow, "task_id">> {
  return new PreparedQuery((value) =>
    db
      .insertInto("messages")
      .values({
        tenant: value("tenant"),
        owner: value("owner"),
        message_id: value("message_id"),
        content_hash: value("content_hash"),
        task_id: value("task_id"),
      })
      .onConflict((conflict) => conflict.columns(["tenant", "owner", "message_id"]).doNothing())
      .returning("task_id"),
  );
}

function insertEvent(db: StoreDatabase): PreparedQuery<EventRow, unknown> {
  return new PreparedQuery((value) =>
    db.insertInto("task_events").values({
      task_id: value("task_id"),
      seq: value("seq"),
      tenant: value("tenant"),
      owner: value("owner"),
      at: value("at"),
      body: value("body"),
    }),
  );
}

function holdDocument(db: StoreDatabase): PreparedQuery<TaskDocumentRow, unknown> {
  return new PreparedQuery((value) =>
    db
      .insertInto("task_documents")
      .values({
        task_id: value("task_id"),
        hash: value("hash"),
        tenant: value("tenant"),
        owner: value("owner"),
      })
      .onConflict((conflict) => conflict.columns(["task_id", "hash"]).doNothing()),
  );
}
