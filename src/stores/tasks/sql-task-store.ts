import {
  type MessageRecord,
  type StoredTask,
  type TaskChange,
  type TaskId,
  type TaskOwner,
  type TaskPage,
  type TaskQuery,
  type TaskStateKind,
  type TaskStore,
  TERMINAL_STATES,
} from "#engine";
import type { SqlDocumentStore } from "../documents/sql-document-store.ts";
import type { Operations, StoreOperation } from "../operations.ts";
import { PreparedQuery } from "../prepared-query.ts";
import type { MessageRow, TaskRow } from "../schema/tables.ts";
import type { SqlResultCache } from "../sql-result-cache.ts";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { listTasks } from "./list-tasks.ts";
import type { PageCursors } from "./page-cursor.ts";
import { removeFinished } from "./remove-finished.ts";
import type { TaskCommits } from "./task-commits.ts";
import { TaskPlaces } from "./task-places.ts";
import { fromRow } from "./task-row.ts";

/** Ids that are read at a time while tasks are gone through. */
const IDS_PER_READ = 200;

export interface SqlTaskStoreDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly operations: Operations;
  readonly cursors: PageCursors;
  readonly commits: TaskCommits;
  readonly documents: SqlDocumentStore;
  readonly results: Pick<SqlResultCache, "removeExpired">;
}

/** Tasks on any SQL database. */
export class SqlTaskStore implements TaskStore {
  readonly #deps: SqlTaskStoreDeps;
  readonly #places: TaskPlaces;
  readonly #byOwner: PreparedQuery<{ id: TaskId } & TaskOwner, TaskRow>;
  readonly #byId: PreparedQuery<{ id: TaskId }, TaskRow>;
  readonly #message: PreparedQuery<{ messageId: string } & TaskOwner, MessageRow>;

  constructor(deps: SqlTaskStoreDeps) {
    const { db } = deps;
    this.#deps = deps;
    this.#places = new TaskPlaces(db);
    this.#byOwner = new PreparedQuery((value) =>
      db
        .selectFrom("tasks")
        .selectAll()
        .where("id", "=", value("id"))
        .where("tenant", "=", value("tenant"))
        .where("owner", "=", value("owner")),
    );
    this.#byId = new PreparedQuery((value) =>
      db.selectFrom("tasks").selectAll().where("id", "=", value("id")),
    );
    this.#message = new PreparedQuery((value) =>
      db
        .selectFrom("messages")
        .selectAll()
        .where("tenant", "=", value("tenant"))
        .where("owner", "=", value("owner"))
        .where("message_id", "=", value("messageId")),
    );
  }

  get(id: TaskId, { tenant, owner }: TaskOwner): Promise<StoredTask | undefined> {
    return this.#read("tasks.get", async (db) => {
      const row = await this.#byOwner.first(db, { id, tenant, owner });
      return row && fromRow(row);
    });
  }

  load(id: TaskId): Promise<StoredTask | undefined> {
    return this.#read("tasks.load", async (db) => {
      const row = await this.#byId.first(db, { id });
      return row && fromRow(row);
    });
  }

  commit(change: TaskChange, message?: MessageRecord): Promise<StoredTask> {
    const { operations, commits } = this.#deps;
    return operations.run("tasks.commit", () => commits.commit(change, message));
  }

  list(query: TaskQuery): Promise<TaskPage> {
    return this.#read("tasks.list", (db) => listTasks(db, this.#deps.cursors, query));
  }

  unfinished(): AsyncGenerator<TaskId, void, void> {
    return idsInPages((from) =>
      this.#read("tasks.unfinished", (db) =>
        db
          .selectFrom("tasks")
          .select(["id", "created_at as at"])
          .where("state_kind", "in", ["submitted", "working"])
          .where(({ eb, and, or }) =>
            or([
              eb("created_at", ">", from.at),
              and([eb("created_at", "=", from.at), eb("id", ">", from.id)]),
            ]),
          )
          .orderBy("created_at")
          .orderBy("id")
          .limit(IDS_PER_READ)
          .execute(),
      ),
    );
  }

  stoppedAmong(ids: readonly TaskId[]): Promise<readonly TaskId[]> {
    return this.#read("tasks.stopped-among", async (db) => {
      if (ids.length === 0) return [];
      const going = await db
        .selectFrom("tasks")
        .select("id")
        .where("id", "in", [...ids])
        .where("cancel_requested", "=", 0)
        .where("state_kind", "not in", [...TERMINAL_STATES])
        .execute();
      const goingIds = new Set(going.map((row) => row.id));
      return ids.filter((id) => !goingIds.has(id));
    });
  }

  unanswered(before: number): AsyncGenerator<TaskId, void, void> {
    return idsInPages((from) =>
      this.#read("tasks.unanswered", (db) =>
        db
          .selectFrom("tasks")
          .select(["id", "status_at as at"])
          .where("state_kind", "=", "input-required")
          .where("status_at", "<", before)
          .where(({ eb, and, or }) =>
            or([eb("status_at", ">", from.at), and([eb("status_at", "=", from.at), eb("id", ">", from.id)])]),
          )
          .orderBy("status_at")
          .orderBy("id")
          .limit(IDS_PER_READ)
          .execute(),
      ),
    );
  }

  countPlaces(scopes: readonly string[]): Promise<readonly number[]> {
    return this.#read("tasks.count-places", (db) =>
      Promise.all(scopes.map((scope) => this.#places.taken(db, scope))),
    );
  }

  findMessage(messageId: string, { tenant, owner }: TaskOwner): Promise<MessageRecord | undefined> {
    return this.#read("tasks.find-message", async (db) => {
      const row = await this.#message.first(db, { messageId, tenant, owner });
      return row && { tenant, owner, messageId, contentHash: row.content_hash, taskId: row.task_id };
    });
  }

  inContext(contextId: string, { tenant, owner }: TaskOwner, limit: number): Promise<readonly StoredTask[]> {
    return this.#read("tasks.in-context", async (db) => {
      const newestFirst = await db
        .selectFrom("tasks")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("owner", "=", owner)
        .where("context_id", "=", contextId)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return newestFirst.reverse().map(fromRow);
    });
  }

  requestCancel(id: TaskId, { tenant, owner }: TaskOwner): Promise<boolean> {
    const { operations, transactions } = this.#deps;
    const mark = async (db: StoreDatabase): Promise<boolean> => {
      const { numUpdatedRows } = await db
        .updateTable("tasks")
        .set({ cancel_requested: 1 })
        .where("id", "=", id)
        .where("tenant", "=", tenant)
        .where("owner", "=", owner)
        .where("state_kind", "not in", [...TERMINAL_STATES])
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    };
    return operations.run("tasks.request-cancel", () => transactions.runStatement(mark));
  }

  removeFinished(limits: { readonly olderThan: number; readonly maxTasks: number }): Promise<number> {
    const { db, transactions, operations, documents, results } = this.#deps;
    return operations.run("tasks.remove-finished", async () => {
      const removed = await removeFinished(db, transactions, limits);
      await results.removeExpired();
      await documents.removeUnheld();
      await transactions.reclaim();
      return removed;
    });
  }

  countByState(): Promise<Readonly<Partial<Record<TaskStateKind, number>>>> {
    return this.#read("tasks.count-by-state", async (db) => {
      const rows = await db
        .selectFrom("tasks")
        .select(({ fn }) => ["state_kind", fn.countAll<number>().as("total")])
        .groupBy("state_kind")
        .execute();
      return Object.fromEntries(rows.map((row) => [row.state_kind, Number(row.total)]));
    });
  }

  #read<Value>(name: StoreOperation, query: (db: StoreDatabase) => Promise<Value>): Promise<Value> {
    return this.#deps.operations.run(name, () => query(this.#deps.db));
  }
}

/** Where a page of ids ends: its last row's time and id. */
interface Position {
  readonly at: number;
  readonly id: TaskId;
}

/** Ids from pages of at most {@link IDS_PER_READ}, each read where the one before ended, until a page is not full. */
async function* idsInPages(
  readAfter: (position: Position) => Promise<readonly Position[]>,
): AsyncGenerator<TaskId, void, void> {
  let after: Position = { at: Number.MIN_SAFE_INTEGER, id: "" };
  for (;;) {
    const rows = await readAfter(after);
    for (const row of rows) yield row.id;
    const last = rows.at(-1);
    if (last === undefined || rows.length < IDS_PER_READ) return;
    after = last;
  }
}
