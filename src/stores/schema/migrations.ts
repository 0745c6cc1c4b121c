import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { ColumnTypes } from "./column-types.ts";
import { firstTables } from "./first-tables.ts";
import { limitTables } from "./limit-tables.ts";
import type { StoreSchema } from "./tables.ts";

/** Where the database keeps which migrations it has had. */
export const MIGRATION_TABLE = "store_migrations";
const MIGRATION_LOCK_TABLE = "store_migration_lock";

/** All versions of the schema, forward only. Names are numbered and sort in order; the last is the current version. */
export function migrations(types: ColumnTypes): Readonly<Record<string, Migration>> {
  return { "0001-first-tables": firstTables(types), "0002-limit-tables": limitTables(types) };
}

export type MigrationOutcome =
  | { readonly kind: "current" }
  | { readonly kind: "too-new"; readonly found: string; readonly supported: string };

/**
 * Brings the database to `target` (the newest version by default), each migration once, all or none of them.
 * A database that has had a migration that this code does not know is left as it is.
 * @throws whatever the database throws; then nothing was changed.
 */
export async function migrate(
  db: Kysely<StoreSchema>,
  types: ColumnTypes,
  target?: string,
): Promise<MigrationOutcome> {
  const known = migrations(types);
  const supported = Object.keys(known).sort().at(-1) ?? "";
  const unknown = (await executedMigrations(db)).filter((name) => !(name in known)).sort();
  const found = unknown.at(-1);
  if (found !== undefined) return { kind: "too-new", found, supported };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...known }) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
  });
  const { error } = await migrator.migrateTo(target ?? supported);
  if (error !== undefined) throw error;
  return { kind: "current" };
}

async function executedMigrations(db: Kysely<StoreSchema>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === MIGRATION_TABLE)) return [];
  const rows = await db.selectFrom(MIGRATION_TABLE).select("name").execute();
  return rows.map((row) => row.name);
}
