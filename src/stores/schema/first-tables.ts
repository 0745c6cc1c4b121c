import type { CreateTableBuilder, Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "./column-types.ts";

type AnyTable = CreateTableBuilder<string, string>;

/** Version 1. Released migrations are history: they are never edited, a change is a new one. */
export function firstTables(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await createTasks(db, types);
      await createTaskRecords(db, types);
      await createDocuments(db, types);
      await db.schema
        .createTable("store_settings")
        .addColumn("name", types.text, (column) => column.primaryKey().notNull())
        .addColumn("value", types.text, (column) => column.notNull())
        .modifyEnd(types.tableEnd)
        .execute();
    },
  };
}

async function createTasks(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("tasks")
    .addColumn("id", types.text, (column) => column.primaryKey().notNull())
    .addColumn("tenant", types.text, (column) => column.notNull())
    .addColumn("owner", types.text, (column) => column.notNull())
    .addColumn("context_id", types.text, (column) => column.notNull())
    .addColumn("version", types.integer, (column) => column.notNull())
    .addColumn("last_seq", types.integer, (column) => column.notNull())
    .addColumn("state_kind", types.text, (column) => column.notNull())
    .addColumn("cancel_requested", types.integer, (column) => column.notNull())
    .addColumn("attempts", types.integer, (column) => column.notNull())
    .addColumn("timeout_ms", types.integer, (column) => column.notNull())
    .addColumn("created_at", types.integer, (column) => column.notNull())
    .addColumn("status_at", types.integer, (column) => column.notNull())
    .addColumn("deadline_at", types.integer)
    .addColumn("state", types.text, (column) => column.notNull())
    .addColumn("status_message", types.text)
    .addColumn("metadata", types.text, (column) => column.notNull())
    .addColumn("request", types.text, (column) => column.notNull())
    .addColumn("history", types.text, (column) => column.notNull())
    .addColumn("artifacts", types.text, (column) => column.notNull())
    .modifyEnd(types.tableEnd)
    .execute();
  const indexes: Readonly<Record<string, readonly string[]>> = {
    tasks_by_owner: ["tenant", "owner", "status_at", "id"],
    tasks_by_context: ["tenant", "owner", "context_id", "created_at", "id"],
    tasks_by_state: ["state_kind", "status_at", "id"],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema
      .createIndex(name)
      .on("tasks")
      .columns([...columns])
      .execute();
  }
}

/** What goes with its task. */
async function createTaskRecords(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await ownedByTask(types, db.schema.createTable("task_events"))
    .addColumn("seq", types.integer, (column) => column.notNull())
    .addColumn("at", types.integer, (column) => column.notNull())
    .addColumn("body", types.text, (column) => column.notNull())
    .addPrimaryKeyConstraint("task_events_key", ["task_id", "seq"])
    .modifyEnd(types.tableEnd)
    .execute();
  await ownedByTask(types, db.schema.createTable("task_journal"))
    .addColumn("step_path", types.text, (column) => column.notNull())
    .addColumn("position", types.integer, (column) => column.notNull())
    .addColumn("stored_at", types.integer, (column) => column.notNull())
    .addColumn("request_hash", types.text, (column) => column.notNull())
    .addColumn("result", types.text, (column) => column.notNull())
    .addPrimaryKeyConstraint("task_journal_key", ["task_id", "step_path"])
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema
    .createIndex("task_journal_in_order")
    .on("task_journal")
    .columns(["task_id", "position"])
    .execute();
  await ownedByTask(types, db.schema.createTable("messages"))
    .addColumn("message_id", types.text, (column) => column.notNull())
    .addColumn("content_hash", types.text, (column) => column.notNull())
    .addPrimaryKeyConstraint("messages_key", ["tenant", "owner", "message_id"])
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema.createIndex("messages_by_task").on("messages").column("task_id").execute();
  await ownedByTask(types, db.schema.createTable("task_documents"))
    .addColumn("hash", types.text, (column) => column.notNull())
    .addPrimaryKeyConstraint("task_documents_key", ["task_id", "hash"])
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema.createIndex("task_documents_by_hash").on("task_documents").column("hash").execute();
}

function ownedByTask(types: ColumnTypes, table: AnyTable): AnyTable {
  return table
    .addColumn("task_id", types.text, (column) => column.notNull().references("tasks.id").onDelete("cascade"))
    .addColumn("tenant", types.text, (column) => column.notNull())
    .addColumn("owner", types.text, (column) => column.notNull());
}

async function createDocuments(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("documents")
    .addColumn("hash", types.text, (column) => column.primaryKey().notNull())
    .addColumn("bytes", types.integer, (column) => column.notNull())
    .addColumn("complete", types.integer, (column) => column.notNull())
    .addColumn("touched_at", types.integer, (column) => column.notNull())
    .modifyEnd(types.tableEnd)
    .execute();
  await db.schema.createIndex("documents_by_age").on("documents").column("touched_at").execute();
  await db.schema
    .createTable("document_pieces")
    .addColumn("hash", types.text, (column) =>
      column.notNull().references("documents.hash").onDelete("cascade"),
    )
    .addColumn("position", types.integer, (column) => column.notNull())
    .addColumn("bytes", types.bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint("document_pieces_key", ["hash", "position"])
    .modifyEnd(types.tableEnd)
    .execute();
}
