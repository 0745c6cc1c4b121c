import { setTimeout as delay } from "node:timers/promises";
import { accessMigrations } from "../access/access-migrations.ts";
import { auditMigrations, POSTGRES_APPEND_ONLY } from "../audit/audit-migrations.ts";
import { StoreTooNewError } from "../errors.ts";
import { POSTGRES_COLUMN_TYPES } from "../schema/column-types.ts";
import { storeMigrations } from "../schema/migrations.ts";
import { type MigrationSet, runMigrations } from "../schema/run-migrations.ts";
import type { StoreSchema } from "../schema/tables.ts";
import { isCompatible, recordOldestCompatible } from "./compatible-versions.ts";
import { openPostgresDatabase, type PostgresDatabaseOptions } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** A migration that has to wait this long for a lock gives up, so that nobody waits behind it; it is then tried again. */
const LOCK_TIMEOUT_MS = 3_000;
/** For one statement of a migration, which may go through a large table. */
const STATEMENT_TIMEOUT_MS = 10 * 60_000;
const RUNS = 5;
const WAIT_BETWEEN_RUNS_MS = 500;
/** A lock that was not to be had, and two first starts that made the same table. */
const PASSING = /^(55P03|40P01|40001|23505|42P07|42710)$/;

/**
 * Brings the database to the newest version, once for all instances that start at the same time. It takes a connection of
 * its own, which has to reach the database itself and not a pooler that shares connections between transactions.
 * A database that a newer program only added to is left as it is, and good: old and new instances run side by side.
 * @throws StoreTooNewError, StoreUnavailableError
 */
export async function migratePostgres(options: PostgresDatabaseOptions): Promise<void> {
  await using database = openPostgresDatabase({
    ...options,
    poolSize: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  });
  const db = database.queries<StoreSchema>();
  for (let runs = 1; ; runs += 1) {
    try {
      for (const set of postgresMigrations()) {
        const outcome = await runMigrations(db, set);
        if (outcome.kind === "current") await recordOldestCompatible(db, set);
        else if (!(await isCompatible(db, set)))
          throw new StoreTooNewError(database.name, outcome.found, outcome.supported);
      }
      return;
    } catch (error) {
      if (runs >= RUNS || !mayPass(error)) throw translatePostgresError(error, database.name);
    }
    await delay(WAIT_BETWEEN_RUNS_MS);
  }
}

/** All tables that the instances share, in the one database. */
export function postgresMigrations(): readonly MigrationSet[] {
  return [
    storeMigrations(POSTGRES_COLUMN_TYPES),
    accessMigrations(POSTGRES_COLUMN_TYPES, false),
    auditMigrations(POSTGRES_COLUMN_TYPES, POSTGRES_APPEND_ONLY),
  ];
}

function mayPass(error: unknown): boolean {
  return error instanceof Error && "code" in error && PASSING.test(String(error.code));
}
