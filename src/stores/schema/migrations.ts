import type { Kysely } from "kysely";
import { bucketObjects } from "./bucket-objects.ts";
import type { ColumnTypes } from "./column-types.ts";
import { countRuns } from "./count-runs.ts";
import { firstTables } from "./first-tables.ts";
import { limitTables } from "./limit-tables.ts";
import { resultCache } from "./result-cache.ts";
import { type MigrationOutcome, type MigrationSet, runMigrations } from "./run-migrations.ts";
import type { StoreSchema } from "./tables.ts";

/** Where the database keeps which migrations it has had. */
export const MIGRATION_TABLE = "store_migrations";

/** All versions of the tables of tasks and documents, forward only. */
export function storeMigrations(types: ColumnTypes): MigrationSet {
  return {
    table: MIGRATION_TABLE,
    lockTable: "store_migration_lock",
    oldestCompatible: "0003-count-runs",
    migrations: {
      "0001-first-tables": firstTables(types),
      "0002-limit-tables": limitTables(types),
      "0003-count-runs": countRuns(types),
      "0004-result-cache": resultCache(types),
      "0005-bucket-objects": bucketObjects(types),
    },
  };
}

/** Brings the database to `target`, by default the newest version. @throws whatever the database throws */
export function migrate(
  db: Kysely<StoreSchema>,
  types: ColumnTypes,
  target?: string,
): Promise<MigrationOutcome> {
  return runMigrations(db, storeMigrations(types), target);
}
