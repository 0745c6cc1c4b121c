import { oldestCompatible } from "../local-settings.ts";
import type { MigrationSet } from "../schema/run-migrations.ts";
import type { StoreDatabase } from "../transactions.ts";

/**
 * Writes down which migration a program has to know at least. A newer program that only added to the tables leaves it as it
 * is, and instances of the version before go on beside it; it never goes back.
 */
export async function recordOldestCompatible(db: StoreDatabase, set: MigrationSet): Promise<void> {
  const recorded = await readOldestCompatible(db, set);
  if (recorded !== undefined && recorded >= set.oldestCompatible) return;
  const value = set.oldestCompatible;
  await db
    .insertInto("store_settings")
    .values({ name: oldestCompatible(set.table), value })
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet({ value }).where("store_settings.value", "<", value),
    )
    .execute();
}

/** True where this program may work on tables that have had migrations it does not know. */
export async function isCompatible(db: StoreDatabase, set: MigrationSet): Promise<boolean> {
  const recorded = await readOldestCompatible(db, set);
  return recorded !== undefined && recorded in set.migrations;
}

async function readOldestCompatible(db: StoreDatabase, { table }: MigrationSet): Promise<string | undefined> {
  const row = await db
    .selectFrom("store_settings")
    .select("value")
    .where("name", "=", oldestCompatible(table))
    .executeTakeFirst();
  return row?.value;
}
