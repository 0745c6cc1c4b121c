import { resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import type { AuditStore, SealedEntry } from "#audit";
import { type Clock, systemClock } from "#kernel";
import { StoreTooNewError } from "../errors.ts";
import { type OnOperation, Operations } from "../operations.ts";
import { PreparedQuery } from "../prepared-query.ts";
import { SQLITE_COLUMN_TYPES } from "../schema/column-types.ts";
import { runMigrations } from "../schema/run-migrations.ts";
import { DirectStatement } from "../sqlite/direct-statement.ts";
import { openSharedDatabase } from "../sqlite/open-shared-database.ts";
import { NodeSqliteDialect } from "../sqlite/sqlite-dialect.ts";
import { translateSqliteError } from "../sqlite/sqlite-errors.ts";
import { whenFree } from "../sqlite/when-free.ts";
import { AUDIT_MIGRATION_TABLE, auditMigrations, SQLITE_APPEND_ONLY } from "./audit-migrations.ts";
import type { AuditRow, AuditSchema } from "./audit-schema.ts";
import { type AuditDatabase, type ChainTransaction, SqlAuditStore } from "./sql-audit-store.ts";

/** Waits for another process are short and in between the event loop goes on: requests must not stand still for it. */
const PATIENCE = { tries: 500, everyMs: 10 };

export interface SqliteAuditOptions {
  /** The database file, made with its folder where it is missing. */
  readonly path: string;
  readonly clock?: Clock;
  readonly onOperation?: OnOperation;
}

/**
 * The audit log of a data folder, in a file of its own that the server and commands write at the same time. A killed
 * process loses nothing that was written; a power failure may cost the last seconds and never breaks the chain.
 *
 * @throws StoreTooNewError, StoreInUseError, StoreCorruptError, StoreFullError, StoreUnavailableError
 */
export async function openSqliteAudit(options: SqliteAuditOptions): Promise<AuditStore> {
  const { clock = systemClock, onOperation } = options;
  const path = resolve(options.path);
  const translate = (error: unknown): unknown => translateSqliteError(error, path);
  const database = await openSharedDatabase({ path, journal: "wal", ownTables: [AUDIT_MIGRATION_TABLE] });
  const db = new Kysely<AuditSchema>({ dialect: new NodeSqliteDialect(database) });
  try {
    const set = auditMigrations(SQLITE_COLUMN_TYPES, SQLITE_APPEND_ONLY);
    const outcome = await whenFree(PATIENCE, () => runMigrations(db, set));
    if (outcome.kind === "too-new") throw new StoreTooNewError(path, outcome.found, outcome.supported);
    database.exec("pragma synchronous = normal; pragma busy_timeout = 0");
  } catch (error) {
    database.close();
    throw translate(error);
  }
  return new SqlAuditStore({
    db,
    chained: chainTransaction(db),
    add: addingEntries(db, database),
    operations: new Operations({ clock, onOperation, translate }),
    close: () => db.destroy(),
  });
}

/** One by one: a statement for many at once would be another for each number of them, to be read by SQLite each time. */
function addingEntries(db: AuditDatabase, database: DatabaseSync) {
  const insert = new DirectStatement(
    database,
    new PreparedQuery<AuditRow, unknown>((value) =>
      db.insertInto("audit_entries").values({
        number: value("number"),
        at: value("at"),
        action: value("action"),
        body: value("body"),
        hash: value("hash"),
      }),
    ),
  );
  return async (_transaction: AuditDatabase, entries: readonly SealedEntry[]): Promise<void> => {
    for (const entry of entries) insert.run(entry);
  };
}

function chainTransaction(db: AuditDatabase): ChainTransaction {
  return (work) =>
    db.connection().execute(async (connection) => {
      await whenFree(PATIENCE, () => sql`begin immediate`.execute(connection));
      try {
        const value = await work(connection);
        await sql`commit`.execute(connection);
        return value;
      } catch (error) {
        // Where SQLite has undone everything by itself, there is nothing left to undo.
        await sql`rollback`.execute(connection).catch(() => undefined);
        throw error;
      }
    });
}
