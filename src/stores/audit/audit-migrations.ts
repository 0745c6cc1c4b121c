import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "../schema/column-types.ts";
import type { MigrationSet } from "../schema/run-migrations.ts";

export const AUDIT_MIGRATION_TABLE = "audit_migrations";

const REFUSAL = "entries of the audit log are added and never changed";

/** How a database is told to refuse changes of what stands there: against slips, not against its administrator. */
export const SQLITE_APPEND_ONLY: readonly RawBuilder<unknown>[] = ["update", "delete"].map((change) =>
  sql.raw(
    `create trigger audit_entries_no_${change} before ${change} on audit_entries begin select raise(abort, '${REFUSAL}'); end`,
  ),
);

export const POSTGRES_APPEND_ONLY: readonly RawBuilder<unknown>[] = [
  sql.raw(
    `create function audit_entries_refuse() returns trigger language plpgsql as $$ begin raise exception '${REFUSAL}'; end $$`,
  ),
  sql.raw(
    "create trigger audit_entries_append_only before update or delete or truncate on audit_entries " +
      "for each statement execute function audit_entries_refuse()",
  ),
];

/** All versions of the audit log's table, forward only. */
export function auditMigrations(
  types: ColumnTypes,
  appendOnly: readonly RawBuilder<unknown>[],
): MigrationSet {
  return {
    table: AUDIT_MIGRATION_TABLE,
    lockTable: "audit_migration_lock",
    migrations: { "0001-audit-entries": auditEntries(types, appendOnly) },
    oldestCompatible: "0001-audit-entries",
  };
}

/** Version 1. Released migrations are history: they are never edited, a change is a new one. */
function auditEntries(types: ColumnTypes, appendOnly: readonly RawBuilder<unknown>[]): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable("audit_entries")
        .addColumn("number", types.integer, (column) => column.primaryKey().notNull())
        .addColumn("at", types.integer, (column) => column.notNull())
        .addColumn("action", types.text, (column) => column.notNull())
        .addColumn("body", types.text, (column) => column.notNull())
        .addColumn("hash", types.text, (column) => column.notNull())
        .modifyEnd(types.tableEnd)
        .execute();
      for (const statement of appendOnly) await statement.execute(db);
    },
  };
}
