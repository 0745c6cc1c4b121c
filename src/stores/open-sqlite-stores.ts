import { resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import type { TaskStore } from "#engine";
import { type Clock, systemClock, throwIfAborted } from "#kernel";
import { refuseHalfCopied } from "./copy/copy-mark.ts";
import { readCursorKey } from "./cursor-key.ts";
import type { DatabaseStores } from "./database-stores.ts";
import type { DocumentBucket } from "./documents/document-objects.ts";
import { DEFAULT_UNHELD_GRACE_MS, SqlDocumentStore } from "./documents/sql-document-store.ts";
import { StoreTooNewError, StoreUnavailableError } from "./errors.ts";
import { type OnOperation, Operations } from "./operations.ts";
import { SQLITE_COLUMN_TYPES } from "./schema/column-types.ts";
import { migrate } from "./schema/migrations.ts";
import type { StoreSchema } from "./schema/tables.ts";
import { SqlBudgetStore } from "./sql-budget-store.ts";
import { SqlEventLog } from "./sql-event-log.ts";
import { SqlJournalStore } from "./sql-journal-store.ts";
import { SqlResultCache } from "./sql-result-cache.ts";
import { Checkpoints } from "./sqlite/checkpoints.ts";
import { FileSync } from "./sqlite/file-sync.ts";
import { GroupCommit, type GroupCommitDeps } from "./sqlite/group-commit.ts";
import { fileIdentity, IN_MEMORY, openDatabase } from "./sqlite/open-database.ts";
import { RowByRowCommits } from "./sqlite/row-by-row-commits.ts";
import { NodeSqliteDialect } from "./sqlite/sqlite-dialect.ts";
import { translateSqliteError } from "./sqlite/sqlite-errors.ts";
import { PageCursors } from "./tasks/page-cursor.ts";
import { RecentTasks } from "./tasks/recent-tasks.ts";
import { SqlTaskStore } from "./tasks/sql-task-store.ts";
import type { StoreDatabase } from "./transactions.ts";

const DEFAULT_LOCK_WAIT_MS = 1000;

export interface SqliteStoresOptions {
  /** The database file, made with its folder where it is missing; `:memory:` keeps nothing. */
  readonly path: string;
  readonly clock?: Clock;
  /** Told of every operation with its duration, for metrics; names look like `tasks.commit`. */
  readonly onOperation?: OnOperation;
  /** How long to wait for another process to let go of the file. Default: 1000. */
  readonly lockWaitMs?: number;
  /** For how long a document that no task holds is kept after it was last put. Default: 15 minutes. */
  readonly unheldDocumentGraceMs?: number;
  /** Where large documents are kept; it stays open when the stores are closed. Default: in the database, as all are. */
  readonly documentBucket?: DocumentBucket;
}

/**
 * Everything that the engine keeps, in one SQLite file that belongs to this process alone. What has resolved survives a
 * crash of the process and of the machine.
 * @throws StoreInUseError, StoreTooNewError, StoreCorruptError, StoreFullError, StoreUnavailableError
 */
export async function openSqliteStores(options: SqliteStoresOptions): Promise<DatabaseStores> {
  const { clock = systemClock } = options;
  const path = options.path === IN_MEMORY ? IN_MEMORY : resolve(options.path);
  const database = await openDatabase({
    path,
    clock,
    lockWaitMs: options.lockWaitMs ?? DEFAULT_LOCK_WAIT_MS,
  });
  const db = new Kysely<StoreSchema>({ dialect: new NodeSqliteDialect(database) });
  try {
    const outcome = await migrate(db, SQLITE_COLUMN_TYPES);
    if (outcome.kind === "too-new") throw new StoreTooNewError(path, outcome.found, outcome.supported);
    await refuseHalfCopied(db, path);
    const cursors = new PageCursors(await readCursorKey(db));
    const identity = await fileIdentity(path);
    return new SqliteStores({ ...options, path, clock, database, db, cursors, identity });
  } catch (error) {
    database.close();
    throw translateSqliteError(error, path);
  }
}

interface SqliteStoresDeps extends SqliteStoresOptions {
  readonly clock: Clock;
  readonly database: DatabaseSync;
  readonly db: StoreDatabase;
  readonly cursors: PageCursors;
  readonly identity: string;
}

const IN_NO_FILE: Pick<GroupCommitDeps, "sync" | "checkpoint"> = { sync: async () => undefined };

class SqliteStores implements DatabaseStores {
  readonly tasks: TaskStore;
  readonly events: SqlEventLog;
  readonly journal: SqlJournalStore;
  readonly documents: SqlDocumentStore;
  readonly budgets: SqlBudgetStore;
  readonly results: SqlResultCache;
  readonly #deps: SqliteStoresDeps;
  readonly #operations: Operations;
  readonly #recent: RecentTasks;
  readonly #transactions: GroupCommit;
  /** What has to be closed once SQLite has closed its files. */
  readonly #files = new AsyncDisposableStack();

  constructor(deps: SqliteStoresDeps) {
    const { db, database, clock, path, cursors } = deps;
    this.#deps = deps;
    const operations = new Operations({
      clock,
      onOperation: deps.onOperation,
      translate: (error) => translateSqliteError(error, path),
    });
    const disk = path === IN_MEMORY ? IN_NO_FILE : this.#reachDisk(path);
    const transactions = new GroupCommit({ db, database, clock, ...disk });
    const shared = { db: transactions.reader(), transactions, operations, clock };
    const commits = new RowByRowCommits(db, database, transactions);
    const unheldGraceMs = deps.unheldDocumentGraceMs ?? DEFAULT_UNHELD_GRACE_MS;
    const { documentBucket } = deps;
    this.documents = new SqlDocumentStore({ ...shared, unheldGraceMs, documentBucket });
    this.results = new SqlResultCache(shared);
    const { documents, results } = this;
    this.#recent = new RecentTasks(new SqlTaskStore({ ...shared, cursors, commits, documents, results }));
    this.tasks = this.#recent.over();
    this.events = new SqlEventLog(shared.db, operations);
    this.budgets = new SqlBudgetStore(shared);
    this.journal = new SqlJournalStore(shared);
    this.#operations = operations;
    this.#transactions = transactions;
  }

  /** @throws StoreUnavailableError also where the file was removed or replaced, for then nothing is kept. */
  async ping(signal: AbortSignal): Promise<void> {
    const { db, path, identity } = this.#deps;
    throwIfAborted(signal, "Asking the database");
    await this.#operations.run("ping", async () => {
      this.#transactions.throwIfFailed();
      const found = await fileIdentity(path).catch(() => undefined);
      if (found !== identity) throw new StoreUnavailableError(path, "its file was removed or replaced");
      await db.selectFrom("store_settings").select("name").limit(1).execute();
    });
    throwIfAborted(signal, "Asking the database");
  }

  /** Refuses new operations, waits for those that have begun, and lets go of the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#operations.close();
    this.#recent.forget();
    await this.#transactions.idle();
    await this.#deps.db.destroy();
    await this.#files.disposeAsync();
  }

  /** From here on nothing waits for the disk within SQLite. */
  #reachDisk(path: string): Pick<GroupCommitDeps, "sync" | "checkpoint"> {
    const { database } = this.#deps;
    database.exec("pragma synchronous = normal");
    const log = this.#files.use(new FileSync(`${path}-wal`));
    const file = this.#files.use(new FileSync(path));
    const checkpoints = new Checkpoints(database, () => file.sync());
    return { sync: () => log.sync(), checkpoint: () => checkpoints.whereDue() };
  }
}
