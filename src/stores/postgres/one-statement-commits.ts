import { type InsertQueryBuilder, type RawBuilder, type SqlBool, sql } from "kysely";
import { isTerminal, type MessageRecord, type StoredTask, type TaskChange } from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { StoreSchema, TaskRow } from "../schema/tables.ts";
import { documentsOf } from "../tasks/document-references.ts";
import { MessageRecords } from "../tasks/message-records.ts";
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
import { TaskPlaces } from "../tasks/task-places.ts";
import { toRow } from "../tasks/task-row.ts";
import type { StoreDatabase, Transactions } from "../transactions.ts";

/** What goes with a change beside the row itself. */
interface Records {
  at: number;
  new_events: number;
  bodies: readonly string[];
  hashes: readonly string[];
  /** 1 where the task ends with it. */
  ends: number;
}

/**
 * What shall become durable together with a change, and only with it, such as a job for whoever runs the task; undefined
 * where there is nothing. It runs in the transaction of the commit.
 */
export type JoinCommit = (
  change: TaskChange,
) => ((transaction: StoreDatabase, stored: StoredTask) => Promise<void>) | undefined;

/**
 * Commits of one statement, for a database that is a network away: the row, its events and its documents. Most commits are
 * that alone, and need no more than the way there and back; one with a message, places or a job is a transaction around it.
 */
export class OneStatementCommits implements TaskCommits {
  readonly #transactions: Transactions;
  readonly #join: JoinCommit;
  readonly #messages: MessageRecords;
  readonly #places: TaskPlaces;
  readonly #create: PreparedQuery<TaskRow & Records, WrittenTask>;
  readonly #update: PreparedQuery<TaskUpdate & Records, WrittenTask>;
  readonly #version: PreparedQuery<TaskKey, Pick<TaskRow, "version">>;

  constructor(db: StoreDatabase, transactions: Transactions, join: JoinCommit = () => undefined) {
    this.#transactions = transactions;
    this.#join = join;
    this.#messages = new MessageRecords(db);
    this.#places = new TaskPlaces(db);
    this.#create = new PreparedQuery((value) =>
      withRecords(db, value, (within) =>
        taskInsert(within, value).returning(["last_seq", "cancel_requested"]),
      ),
    );
    this.#update = new PreparedQuery((value) =>
      withRecords(db, value, (within) =>
        taskUpdate(within, value, (column) => unlessSame(column, value(column))),
      ),
    );
    this.#version = new PreparedQuery((value) => taskVersion(db, value));
  }

  commit(change: TaskChange, message: MessageRecord | undefined): Promise<StoredTask> {
    const joined = this.#join(change);
    if (message === undefined && joined === undefined && change.places === undefined)
      return this.#transactions.runStatement((db) => this.#write(db, change));
    return this.#transactions.run(async (db) => {
      const stored = await this.#write(db, change);
      if (message !== undefined) await this.#messages.add(db, message);
      if (change.places !== undefined) await this.#places.take(db, stored.id, change.places, change.at);
      await joined?.(db, stored);
      return stored;
    });
  }

  async #write(db: StoreDatabase, change: TaskChange): Promise<StoredTask> {
    const { task, expectedVersion, events, at } = change;
    const records: Records = {
      at,
      new_events: events.length,
      bodies: events.map((event) => JSON.stringify(event)),
      hashes: [...documentsOf(change)],
      ends: isTerminal(task.state) ? 1 : 0,
    };
    const row = { ...toRow(task), ...records };
    const written =
      expectedVersion === undefined
        ? await this.#create.first(db, { ...row, version: 1, last_seq: events.length })
        : await this.#update.first(db, {
            ...row,
            version: expectedVersion + 1,
            expected_version: expectedVersion,
          });
    if (written === undefined) throw lostChange(change, (await this.#version.first(db, row))?.version);
    return storedTask(change, written);
  }
}

type Within = Pick<StoreDatabase, "insertInto" | "updateTable">;

/** Where `change` writes no row, nothing else is written. */
function withRecords(
  db: StoreDatabase,
  value: <Name extends keyof (TaskRow & Records)>(name: Name) => (TaskRow & Records)[Name],
  change: (
    within: Within,
  ) => ReturnType<typeof taskUpdate> | InsertQueryBuilder<StoreSchema, "tasks", WrittenTask>,
) {
  const of = { id: value("id"), tenant: value("tenant"), owner: value("owner") };
  return db
    .with("changed", (within) => change(within))
    .with("appended", (within) =>
      within
        .insertInto("task_events")
        .columns(["task_id", "seq", "tenant", "owner", "at", "body"])
        .expression(sql`select ${of.id}, changed.last_seq - ${value("new_events")} + event.position,
          ${of.tenant}, ${of.owner}, cast(${value("at")} as bigint), event.body
          from changed, unnest(cast(${value("bodies")} as text[])) with ordinality as event (body, position)`),
    )
    .with("held", (within) =>
      within
        .insertInto("task_documents")
        .columns(["task_id", "hash", "tenant", "owner"])
        .expression(sql`select ${of.id}, document.hash, ${of.tenant}, ${of.owner}
          from changed, unnest(cast(${value("hashes")} as text[])) as document (hash)`)
        .onConflict((conflict) => conflict.columns(["task_id", "hash"]).doNothing()),
    )
    .with("given_back", (within) =>
      within
        .deleteFrom("task_places")
        .using("changed")
        .where("task_id", "=", of.id)
        .where(sql<SqlBool>`${value("ends")} = 1`),
    )
    .selectFrom("changed")
    .select(["last_seq", "cancel_requested"]);
}

/** A large value that is the same as before is left where it lies: written anew, it would cost its size each time. */
function unlessSame(column: "history" | "artifacts" | "request", value: string): RawBuilder<string> {
  const stored = sql.ref(column);
  return sql<string>`case when ${stored} = ${value} then ${stored} else ${value} end`;
}
