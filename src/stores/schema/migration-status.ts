import type { Kysely } from "kysely";
import { executedMigrations, type MigrationSet } from "./run-migrations.ts";

/** Which versions of some tables a database has had, as far as this program knows them. */
export interface MigrationStatus {
  /** Names the tables: the bookkeeping's own. */
  readonly table: string;
  readonly applied: readonly string[];
  /** Known to this program and still to be applied, in order. */
  readonly pending: readonly string[];
  /** Of a newer program. */
  readonly unknown: readonly string[];
}

export async function migrationStatus<Schema>(
  db: Kysely<Schema>,
  { table, migrations }: MigrationSet,
): Promise<MigrationStatus> {
  const executed = await executedMigrations(db, table);
  const known = Object.keys(migrations).sort();
  return {
    table,
    applied: known.filter((name) => executed.includes(name)),
    pending: known.filter((name) => !executed.includes(name)),
    unknown: executed.filter((name) => !known.includes(name)).sort(),
  };
}
