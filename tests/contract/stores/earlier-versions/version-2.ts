import { VERSION_1_ROWS, VERSION_1_SCHEMA } from "./version-1.ts";

/** What version 2 added: places of unfinished tasks, and budgets. This is history: it is never edited. */
export const VERSION_2_SCHEMA: readonly string[] = [
  ...VERSION_1_SCHEMA,
  'CREATE TABLE "task_scopes" ("scope" text not null primary key, "taken_at" integer not null) strict',
  'CREATE TABLE "task_places" ("scope" text not null, "task_id" text not null references "tasks" ("id") on delete cascade, constraint "task_places_key" primary key ("scope", "task_id")) strict',
  'CREATE INDEX "task_places_by_task" on "task_places" ("task_id")',
  'CREATE TABLE "budget_accounts" ("account" text not null primary key, "settled_tokens" integer not null, "reserved_tokens" integer not null, "settled_nanos" integer not null, "reserved_nanos" integer not null, "touched_at" integer not null) strict',
  'CREATE INDEX "budget_accounts_by_age" on "budget_accounts" ("touched_at")',
  'CREATE TABLE "budget_holds" ("task_id" text not null, "step" text not null, "hold_id" text not null, "accounts" text not null, "tokens" integer not null, "nanos" integer not null, "made_at" integer not null, constraint "budget_holds_key" primary key ("task_id", "step")) strict',
  'CREATE INDEX "budget_holds_by_age" on "budget_holds" ("made_at")',
];

/** A database that version 2 left behind, with a call under way. */
export const VERSION_2_ROWS: readonly string[] = [
  ...VERSION_1_ROWS,
  "insert into store_migrations values ('0002-limit-tables', '2026-11-25T18:00:00.000Z')",
  "insert into task_scopes values ('owner north/anna', 1000)",
  "insert into task_places values ('owner north/anna', 'earlier')",
  "insert into budget_accounts values ('task earlier', 100, 50, 2000000, 1000000, 1500)",
  `insert into budget_holds values ('earlier', 'remote/advice', 'hold-1', '["task earlier"]', 50, 1000000, 1500)`,
];
