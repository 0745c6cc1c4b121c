import type { ColumnTypes } from "../schema/column-types.ts";
import type { MigrationSet } from "../schema/run-migrations.ts";
import { firstAccessTables } from "./first-access-tables.ts";

export const ACCESS_MIGRATION_TABLE = "access_migrations";

/**
 * All versions of the access tables, forward only. The first release kept its keys in a file, where they are adopted; in a
 * database that others may share, a table of that name is not ours.
 */
export function accessMigrations(types: ColumnTypes, adoptsEarliest: boolean): MigrationSet {
  return {
    table: ACCESS_MIGRATION_TABLE,
    lockTable: "access_migration_lock",
    oldestCompatible: "0001-first-access-tables",
    migrations: { "0001-first-access-tables": firstAccessTables(types, { adoptsEarliest }) },
  };
}
