import { type Clock, systemClock, throwIfAborted } from "#kernel";
import { refuseHalfCopied } from "../copy/copy-mark.ts";
import { readCursorKey } from "../cursor-key.ts";
import type { DatabaseStores } from "../database-stores.ts";
import type { DocumentBucket } from "../documents/document-objects.ts";
import { DEFAULT_UNHELD_GRACE_MS, SqlDocumentStore } from "../documents/sql-document-store.ts";
import { type OnOperation, Operations } from "../operations.ts";
import type { StoreSchema } from "../schema/tables.ts";
import { SqlBudgetStore } from "../sql-budget-store.ts";
import { SqlEventLog } from "../sql-event-log.ts";
import { SqlJournalStore } from "../sql-journal-store.ts";
import { SqlResultCache } from "../sql-result-cache.ts";
import { PageCursors } from "../tasks/page-cursor.ts";
import { SqlTaskStore } from "../tasks/sql-task-store.ts";
import type { StoreDatabase } from "../transactions.ts";
import { type JoinCommit, OneStatementCommits } from "./one-statement-commits.ts";
import type { PostgresDatabase } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";
import { PostgresTransactions } from "./postgres-transactions.ts";

export interface PostgresStoresOptions {
  /** Brought up to date before; it stays open when the stores are closed. */
  readonly database: PostgresDatabase;
  readonly clock?: Clock;
  /** Told of every operation with its duration, for metrics; names look like `tasks.commit`. */
  readonly onOperation?: OnOperation;
  /** For how long a document that no task holds is kept after it was last put. Default: 15 minutes. */
  readonly unheldDocumentGraceMs?: number;
  /** Where large documents are kept; it stays open when the stores are closed. Default: in the database, as all are. */
  readonly documentBucket?: DocumentBucket;
  /** What becomes durable together with a commit. Default: nothing. */
  readonly joinCommit?: JoinCommit;
}

/**
 * Everything that the engine keeps, in a PostgreSQL database that any number of instances share. What has resolved is as
 * durable as the database makes its commits.
 * @throws StoreUnavailableError
 */
export async function openPostgresStores(options: PostgresStoresOptions): Promise<DatabaseStores> {
  const { database } = options;
  const db = database.queries<StoreSchema>();
  try {
    await refuseHalfCopied(db, database.name);
    return new PostgresStores(options, db, new PageCursors(await readCursorKey(db)));
  } catch (error) {
    throw translatePostgresError(error, database.name);
  }
}

class PostgresStores implements DatabaseStores {
  readonly tasks: SqlTaskStore;
  readonly events: SqlEventLog;
  readonly journal: SqlJournalStore;
  readonly documents: SqlDocumentStore;
  readonly budgets: SqlBudgetStore;
  readonly results: SqlResultCache;
  readonly #db: StoreDatabase;
  readonly #operations: Operations;

  constructor(options: PostgresStoresOptions, db: StoreDatabase, cursors: PageCursors) {
    const { database, clock = systemClock, onOperation } = options;
    const operations = new Operations({
      clock,
      onOperation,
      translate: (error) => translatePostgresError(error, database.name),
    });
    const transactions = new PostgresTransactions(db);
    const shared = { db, transactions, operations, clock };
    const commits = new OneStatementCommits(db, transactions, options.joinCommit);
    const unheldGraceMs = options.unheldDocumentGraceMs ?? DEFAULT_UNHELD_GRACE_MS;
    const { documentBucket } = options;
    this.documents = new SqlDocumentStore({ ...shared, unheldGraceMs, documentBucket });
    this.results = new SqlResultCache(shared);
    const { documents, results } = this;
    this.tasks = new SqlTaskStore({ ...shared, cursors, commits, documents, results });
    this.events = new SqlEventLog(db, operations);
    this.budgets = new SqlBudgetStore(shared);
    this.journal = new SqlJournalStore({ ...shared, nextPosition: risingPositions(clock) });
    this.#db = db;
    this.#operations = operations;
  }

  async ping(signal: AbortSignal): Promise<void> {
    throwIfAborted(signal, "Asking the database");
    await this.#operations.run("ping", async () => {
      await this.#db.selectFrom("store_settings").select("name").limit(1).execute();
    });
    throwIfAborted(signal, "Asking the database");
  }

  /** Refuses new operations and waits for those that have begun. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#operations.close();
  }
}

const POSITIONS_A_MS = 1000;

/**
 * Positions that rise from call to call, and from one instance that runs a task to the next as their clocks do: entries
 * that are stored at once cannot count each other.
 */
function risingPositions(clock: Clock): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.now() * POSITIONS_A_MS);
    return last;
  };
}
