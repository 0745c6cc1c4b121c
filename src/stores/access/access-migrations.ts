import type { ColumnTypes } from "../schema/column-types.ts";
import type { MigrationSet } from "../schema/run-migrations.ts";
import { firstAccessTables } from "./first-access-tables.ts";

export const ACCESS_MIGRATION_TABLE = "access_migrations";

/** All versions of the access tables, forward only. */
export function accessMigrations(types: ColumnTypes): MigrationSet {
  return {
    table: ACCESS_MIGRATION_TABLE,
    lockTable: "access_migration_lock",
    migrations: { "0001-first-access-tables": firstAccessTables(types) },
  };
}
