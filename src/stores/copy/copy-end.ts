import type { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { systemClock } from "#kernel";
import { accessMigrations } from "../access/access-migrations.ts";
import type { AccessSchema } from "../access/access-schema.ts";
import { openSqliteAccess } from "../access/open-sqlite-access.ts";
import type { AccessDatabase } from "../access/sql-credential-store.ts";
import { StoreTooNewError } from "../errors.ts";
import { migratePostgres } from "../postgres/migrate-postgres.ts";
import { openPostgresDatabase, type PostgresDatabaseOptions } from "../postgres/open-postgres-database.ts";
import { translatePostgresError } from "../postgres/postgres-errors.ts";
import { SQLITE_COLUMN_TYPES } from "../schema/column-types.ts";
import { storeMigrations } from "../schema/migrations.ts";
import { runMigrations } from "../schema/run-migrations.ts";
import type { StoreSchema } from "../schema/tables.ts";
import { openDatabase } from "../sqlite/open-database.ts";
import { openSharedDatabase } from "../sqlite/open-shared-database.ts";
import { NodeSqliteDialect } from "../sqlite/sqlite-dialect.ts";
import { translateSqliteError } from "../sqlite/sqlite-errors.ts";
import type { StoreDatabase } from "../transactions.ts";

/** Where a store is copied from or to. */
export type StorePlace =
  | { readonly kind: "folder"; readonly tasks: string; readonly access: string }
  | { readonly kind: "postgres"; readonly options: PostgresDatabaseOptions };

export interface CopyTables {
  readonly store: StoreDatabase;
  readonly access: AccessDatabase;
}

/** One end of a copy, brought up to date. */
export interface CopyEnd extends CopyTables, AsyncDisposable {
  readonly name: string;
  /** Runs `work` while nobody else changes what is read. */
  whileStill<Value>(work: (tables: CopyTables) => Promise<Value>): Promise<Value>;
  readonly translate: (error: unknown) => unknown;
}

export function openCopyEnd(place: StorePlace): Promise<CopyEnd> {
  return place.kind === "folder" ? openFolder(place.tasks, place.access) : openPostgres(place.options);
}

/** The file of the tasks is ours alone until it is closed, as it is a server's. */
async function openFolder(tasks: string, access: string): Promise<CopyEnd> {
  await using opening = new AsyncDisposableStack();
  // Brings the file up to date, and takes over keys of the first release.
  await (await openSqliteAccess({ path: access }))[Symbol.asyncDispose]();
  const file = opening.adopt(
    await openDatabase({ path: tasks, clock: systemClock, lockWaitMs: 0 }),
    closeFile,
  );
  const shared = opening.adopt(
    await openSharedDatabase({
      path: access,
      journal: "delete",
      ownTables: [accessMigrations(SQLITE_COLUMN_TYPES, true).table],
    }),
    closeFile,
  );
  const tables: CopyTables = {
    store: new Kysely<StoreSchema>({ dialect: new NodeSqliteDialect(file) }),
    access: new Kysely<AccessSchema>({ dialect: new NodeSqliteDialect(shared) }),
  };
  const translate = (error: unknown): unknown => translateSqliteError(error, tasks);
  try {
    const outcome = await runMigrations(tables.store, storeMigrations(SQLITE_COLUMN_TYPES));
    if (outcome.kind === "too-new") throw new StoreTooNewError(tasks, outcome.found, outcome.supported);
  } catch (error) {
    throw translate(error);
  }
  const opened = opening.move();
  return {
    ...tables,
    name: tasks,
    whileStill: (work) => work(tables),
    translate,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function closeFile(file: DatabaseSync): void {
  if (file.isOpen) file.close();
}

async function openPostgres(options: PostgresDatabaseOptions): Promise<CopyEnd> {
  await migratePostgres(options);
  const database = openPostgresDatabase({ ...options, preparedStatements: false });
  const tables: CopyTables = {
    store: database.queries<StoreSchema>(),
    access: database.queries<AccessSchema>(),
  };
  return {
    ...tables,
    name: database.name,
    whileStill: (work) =>
      database
        .queries<StoreSchema & AccessSchema>()
        .transaction()
        .setIsolationLevel("repeatable read")
        .execute(async (transaction) => {
          // Servers that use the database wait, or say 503; a copy of what they change meanwhile would be torn.
          await sql`lock table tasks, documents, credentials in share mode`.execute(transaction);
          const still = transaction as unknown;
          return work({ store: still as StoreDatabase, access: still as AccessDatabase });
        }),
    translate: (error) => translatePostgresError(error, database.name),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
