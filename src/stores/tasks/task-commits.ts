import { isTerminal, type MessageRecord, type StoredTask, type TaskChange } from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { EventRow, TaskDocumentRow, TaskRow } from "../schema/tables.ts";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { documentsOf } from "./document-references.ts";
import { MessageRecords } from "./message-records.ts";
import {
  lostChange,
  storedTask,
  type TaskUpdate,
  taskInsert,
  taskUpdate,
  type WrittenTask,
} from "./task-changes.ts";
import { TaskPlaces } from "./task-places.ts";
import { toRow } from "./task-row.ts";

/** Makes a change of a task, its events, its message and the documents that it holds durable together. */
export interface TaskCommits {
  /**
   * A cancel that was asked for stays asked for, whatever the change says: the run that commits may not have seen it.
   * @throws VersionConflictError, MessageConflictError, TooManyTasksError, TaskEndedError for a change to a task that
   * is terminal
   */
  commit(change: TaskChange, message: MessageRecord | undefined): Promise<StoredTask>;
}

/** Commits of a statement for each row: the cheapest where the database is in the same process. */
export class RowByRowCommits implements TaskCommits {
  readonly #transactions: Transactions;
  readonly #messages: MessageRecords;
  readonly #places: TaskPlaces;
  readonly #insertTask: PreparedQuery<TaskRow, WrittenTask>;
  readonly #updateTask: PreparedQuery<TaskUpdate, WrittenTask>;
  readonly #insertEvent: PreparedQuery<EventRow, unknown>;
  readonly #holdDocument: PreparedQuery<TaskDocumentRow, unknown>;

  constructor(db: StoreDatabase, transactions: Transactions) {
    this.#transactions = transactions;
    this.#messages = new MessageRecords(db);
    this.#places = new TaskPlaces(db);
    this.#insertTask = new PreparedQuery((value) => taskInsert(db, value));
    this.#updateTask = new PreparedQuery((value) => taskUpdate(db, value));
    this.#insertEvent = insertEvent(db);
    this.#holdDocument = holdDocument(db);
  }

  commit(change: TaskChange, message: MessageRecord | undefined): Promise<StoredTask> {
    return this.#transactions.run((db) => this.#perform(db, change, message));
  }

  async #perform(
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
    if (message !== undefined) await this.#messages.add(db, message);
    if (change.places !== undefined) await this.#places.take(db, task.id, change.places, change.at);
    if (isTerminal(task.state)) await this.#places.giveBack(db, task.id);
    await this.#append(db, change, written.last_seq - events.length);
    for (const hash of documentsOf(change)) {
      await this.#holdDocument.run(db, { task_id: task.id, hash, tenant: task.tenant, owner: task.owner });
    }
    return storedTask(change, written);
  }

  async #append(db: StoreDatabase, { task, events, at }: TaskChange, seqBefore: number): Promise<void> {
    const { id, tenant, owner } = task;
    for (const [index, event] of events.entries()) {
      const seq = seqBefore + index + 1;
      await this.#insertEvent.run(db, { task_id: id, seq, tenant, owner, at, body: JSON.stringify(event) });
    }
  }
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
