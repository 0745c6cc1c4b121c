import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "./column-types.ts";

/** Version 4: results that later tasks of the same owner may be given. No task is named: they outlive it. */
export function resultCache(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable("result_cache")
        .addColumn("hash", types.text, (column) => column.notNull())
        .addColumn("tenant", types.text, (column) => column.notNull())
        .addColumn("owner", types.text, (column) => column.notNull())
        .addColumn("stored_at", types.integer, (column) => column.notNull())
        .addColumn("expires_at", types.integer, (column) => column.notNull())
        .addColumn("bytes", types.integer, (column) => column.notNull())
        .addColumn("value", types.text, (column) => column.notNull())
        .addPrimaryKeyConstraint("result_cache_key", ["hash", "tenant", "owner"])
        .modifyEnd(types.tableEnd)
        .execute();
      await createIndex(db, "result_cache_by_age", ["stored_at", "bytes"]);
      await createIndex(db, "result_cache_by_expiry", ["expires_at"]);
    },
  };
}

async function createIndex(db: Kysely<unknown>, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on("result_cache").columns(columns).execute();
}
