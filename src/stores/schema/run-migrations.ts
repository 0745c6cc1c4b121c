import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";

/** All versions of some tables, and where the database keeps which of them it has had. */
export interface MigrationSet {
  readonly table: string;
  readonly lockTable: string;
  /** Names are numbered and sort in order; the last is the current version. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /**
   * The migration that a program has to know at least to work on these tables. It stays what it is while migrations only add;
   * one that takes something away or changes its meaning names itself here, a release after nothing uses it any more.
   */
  readonly oldestCompatible: string;
}

export type MigrationOutcome =
  | { readonly kind: "current" }
  | { readonly kind: "too-new"; readonly found: string; readonly supported: string };

/**
 * Brings the database to `target` (the newest version by default), each migration once, all or none of them.
 * A database that has had a migration that this code does not know is left as it is.
 * @throws whatever the database throws; then nothing was changed.
 */
export async function runMigrations<Schema>(
  db: Kysely<Schema>,
  { table, lockTable, migrations }: MigrationSet,
  target?: string,
): Promise<MigrationOutcome> {
  const supported = Object.keys(migrations).sort().at(-1) ?? "";
  const executed = await executedMigrations(db, table);
  const found = executed
    .filter((name) => !(name in migrations))
    .sort()
    .at(-1);
  if (found !== undefined) return { kind: "too-new", found, supported };
  // A database that others use at this moment is not locked for nothing.
  if (executed.includes(target ?? supported)) return { kind: "current" };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: table,
    migrationLockTableName: lockTable,
  });
  const { error } = await migrator.migrateTo(target ?? supported);
  if (error !== undefined) throw error;
  return { kind: "current" };
}

export async function executedMigrations<Schema>(
  db: Kysely<Schema>,
  table: string,
): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === table)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(db);
  return rows.map(({ name }) => name);
}
