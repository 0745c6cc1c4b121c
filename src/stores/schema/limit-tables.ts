import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "./column-types.ts";

/** Version 2: places of unfinished tasks, and budgets. */
export function limitTables(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await createPlaces(db, types);
      await createBudgets(db, types);
    },
  };
}

async function createPlaces(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("task_scopes")
    .addColumn("scope", types.text, (column) => column.primaryKey().notNull())
    .addColumn("taken_at", types.integer, (column) => column.notNull())
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema
    .createTable("task_places")
    .addColumn("scope", types.text, (column) => column.notNull())
    .addColumn("task_id", types.text, (column) => column.notNull().references("tasks.id").onDelete("cascade"))
    .addPrimaryKeyConstraint("task_places_key", ["scope", "task_id"])
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema.createIndex("task_places_by_task").on("task_places").column("task_id").execute();
}

async function createBudgets(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("budget_accounts")
    .addColumn("account", types.text, (column) => column.primaryKey().notNull())
    .addColumn("settled_tokens", types.integer, (column) => column.notNull())
    .addColumn("reserved_tokens", types.integer, (column) => column.notNull())
    .addColumn("settled_nanos", types.integer, (column) => column.notNull())
    .addColumn("reserved_nanos", types.integer, (column) => column.notNull())
    .addColumn("touched_at", types.integer, (column) => column.notNull())
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema.createIndex("budget_accounts_by_age").on("budget_accounts").column("touched_at").execute();
  await db.schema
    .createTable("budget_holds")
    .addColumn("task_id", types.text, (column) => column.notNull())
    .addColumn("step", types.text, (column) => column.notNull())
    .addColumn("hold_id", types.text, (column) => column.notNull())
    .addColumn("accounts", types.text, (column) => column.notNull())
    .addColumn("tokens", types.integer, (column) => column.notNull())
    .addColumn("nanos", types.integer, (column) => column.notNull())
    .addColumn("made_at", types.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("budget_holds_key", ["task_id", "step"])
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema.createIndex("budget_holds_by_age").on("budget_holds").column("made_at").execute();
}
