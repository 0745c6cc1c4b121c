import type { DatabaseSync } from "node:sqlite";
import {
  isTerminal,
  MessageConflictError,
  type MessageRecord,
  type StoredTask,
  type TaskChange,
  TooManyTasksError,
} from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { EventRow, MessageRow, TaskDocumentRow, TaskPlaceRow, TaskRow } from "../schema/tables.ts";
import { documentsOf } from "../tasks/document-references.ts";
import { messageInsert, messageRow } from "../tasks/message-records.ts";
import {
  lostChange,
  storedTask,
  type TaskKey,
  type TaskUpdate,
  taskInsert,
  taskUpdate,
  taskVersion,
  type WrittenTask,
} from "../tasks/task-changes.ts";
import type { TaskCommits } from "../tasks/task-commits.ts";
import { placeInsert, placesTaken } from "../tasks/task-places.ts";
import { toRow } from "../tasks/task-row.ts";
import type { StoreDatabase } from "../transactions.ts";
import { DirectStatement } from "./direct-statement.ts";
import type { GroupCommit } from "./group-commit.ts";

/** Commits of a statement for each row: the cheapest where the database is in the same process. */
export class RowByRowCommits implements TaskCommits {
  readonly #transactions: GroupCommit;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(db: StoreDatabase, database: DatabaseSync, transactions: GroupCommit) {
    this.#transactions = transactions;
    this.#statements = prepareStatements(db, database);
  }

  commit(change: TaskChange, message: MessageRecord | undefined): Promise<StoredTask> {
    return this.#transactions.runAtOnce(() => this.#perform(change, message));
  }

  #perform(change: TaskChange, message: MessageRecord | undefined): StoredTask {
    const { task, events } = change;
    const stored = storedTask(change, this.#writeTask(change));
    if (message !== undefined && this.#statements.insertMessage.run(messageRow(message)) === 0) {
      throw new MessageConflictError(message.messageId);
    }
    if (change.places !== undefined) this.#takePlaces(change);
    if (isTerminal(task.state)) this.#statements.giveBackPlaces.run({ task_id: task.id });
    this.#append(change, stored.lastSeq - events.length);
    for (const hash of documentsOf(change)) {
      const { id, tenant, owner } = task;
      this.#statements.holdDocument.run({ task_id: id, hash, tenant, owner });
    }
    return stored;
  }

  #writeTask(change: TaskChange): WrittenTask {
    const { task, expectedVersion, events } = change;
    const { insertTask, updateTask, version } = this.#statements;
    const row = toRow(task);
    const written =
      expectedVersion === undefined
        ? insertTask.run({ ...row, version: 1, last_seq: events.length }) > 0 && {
            last_seq: events.length,
            cancel_requested: row.cancel_requested,
          }
        : updateTask.first({
            ...row,
            version: expectedVersion + 1,
            expected_version: expectedVersion,
            new_events: events.length,
          });
    if (!written) throw lostChange(change, version.first(row)?.version);
    return written;
  }

  /** Nobody else writes to this database, and nothing else happens in this process between the count and the taking. */
  #takePlaces({ task, places = [] }: TaskChange): void {
    for (const { scope, max } of places) {
      const taken = this.#statements.placesTaken.first({ scope })?.taken ?? 0;
      if (taken >= max) throw new TooManyTasksError(max);
      this.#statements.takePlace.run({ scope, task_id: task.id });
    }
  }

  #append({ task, events, at }: TaskChange, seqBefore: number): void {
    const { id, tenant, owner } = task;
    for (const [index, event] of events.entries()) {
      const seq = seqBefore + index + 1;
      this.#statements.insertEvent.run({ task_id: id, seq, tenant, owner, at, body: JSON.stringify(event) });
    }
  }
}

function prepareStatements(db: StoreDatabase, database: DatabaseSync) {
  const prepare = <Values extends object, Row>(query: PreparedQuery<Values, Row>) =>
    new DirectStatement(database, query);
  return {
    insertTask: prepare(new PreparedQuery<TaskRow, unknown>((value) => taskInsert(db, value))),
    updateTask: prepare(new PreparedQuery<TaskUpdate, WrittenTask>((value) => taskUpdate(db, value))),
    version: prepare(new PreparedQuery<TaskKey, { version: number }>((value) => taskVersion(db, value))),
    insertMessage: prepare<MessageRow, unknown>(messageInsert(db)),
    placesTaken: prepare(placesTaken(db)),
    takePlace: prepare(placeInsert(db)),
    giveBackPlaces: prepare(givingBackPlaces(db)),
    insertEvent: prepare(eventInsert(db)),
    holdDocument: prepare(documentHold(db)),
  };
}

function givingBackPlaces(db: StoreDatabase): PreparedQuery<Pick<TaskPlaceRow, "task_id">, unknown> {
  return new PreparedQuery((value) => db.deleteFrom("task_places").where("task_id", "=", value("task_id")));
}

function eventInsert(db: StoreDatabase): PreparedQuery<EventRow, unknown> {
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

function documentHold(db: StoreDatabase): PreparedQuery<TaskDocumentRow, unknown> {
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
