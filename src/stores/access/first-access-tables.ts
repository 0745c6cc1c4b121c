import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "../schema/column-types.ts";

/** The table of the first release, which had keys only and knew no versions. */
export const EARLIEST_KEY_TABLE = "api_keys";

/** Version 1. Released migrations are history: they are never edited, a change is a new one. */
export function firstAccessTables(
  types: ColumnTypes,
  { adoptsEarliest }: { adoptsEarliest: boolean },
): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await createCredentials(db, types);
      await db.schema
        .createTable("revoked_tokens")
        .addColumn("token_id", types.text, (column) => column.primaryKey().notNull())
        .addColumn("expires_at", types.integer, (column) => column.notNull())
        .modifyEnd(types.tableEnd)
        .execute();
      await db.schema
        .createIndex("revoked_tokens_by_end")
        .on("revoked_tokens")
        .column("expires_at")
        .execute();
      if (adoptsEarliest) await adoptEarliestKeys(db);
    },
  };
}

async function createCredentials(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("credentials")
    .addColumn("kind", types.text, (column) => column.notNull())
    .addColumn("id", types.text, (column) => column.notNull())
    .addColumn("name", types.text, (column) => column.notNull())
    .addColumn("owner", types.text, (column) => column.notNull())
    .addColumn("tenant", types.text, (column) => column.notNull())
    .addColumn("tier", types.text, (column) => column.notNull())
    .addColumn("scopes", types.text, (column) => column.notNull())
    .addColumn("secret_hash", types.bytes, (column) => column.notNull())
    .addColumn("previous_secret_hash", types.bytes)
    .addColumn("previous_valid_until", types.integer)
    .addColumn("created_at", types.integer, (column) => column.notNull())
    .addColumn("rotated_at", types.integer)
    .addColumn("last_used_at", types.integer)
    .addColumn("expires_at", types.integer)
    .addColumn("revoked_at", types.integer)
    .addPrimaryKeyConstraint("credentials_key", ["kind", "id"])
    .modifyEnd(types.tableEnd)
    .execute();
}

/** Keys that were made before there was this table stay good. */
async function adoptEarliestKeys(db: Kysely<unknown>): Promise<void> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === EARLIEST_KEY_TABLE)) return;
  await sql`
    insert into credentials (kind, id, name, owner, tenant, tier, scopes, secret_hash, created_at, revoked_at)
    select 'api-key', id, name, owner, tenant, 'default', scopes, secret_hash, created_at, revoked_at
    from ${sql.table(EARLIEST_KEY_TABLE)}
  `.execute(db);
  await db.schema.dropTable(EARLIEST_KEY_TABLE).execute();
}
