/** Every table and index of version 1, as its migrations made them. This is history: it is never edited. */
export const VERSION_1_SCHEMA: readonly string[] = [
  'CREATE TABLE "store_migrations" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null)',
  'CREATE TABLE "store_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null)',
  'CREATE TABLE "tasks" ("id" text not null primary key, "tenant" text not null, "owner" text not null, "context_id" text not null, "version" integer not null, "last_seq" integer not null, "state_kind" text not null, "cancel_requested" integer not null, "attempts" integer not null, "timeout_ms" integer not null, "created_at" integer not null, "status_at" integer not null, "deadline_at" integer, "state" text not null, "status_message" text, "metadata" text not null, "request" text not null, "history" text not null, "artifacts" text not null) strict',
  'CREATE INDEX "tasks_by_owner" on "tasks" ("tenant", "owner", "status_at", "id")',
  'CREATE INDEX "tasks_by_context" on "tasks" ("tenant", "owner", "context_id", "created_at", "id")',
  'CREATE INDEX "tasks_by_state" on "tasks" ("state_kind", "status_at", "id")',
  'CREATE TABLE "task_events" ("task_id" text not null references "tasks" ("id") on delete cascade, "tenant" text not null, "owner" text not null, "seq" integer not null, "at" integer not null, "body" text not null, constraint "task_events_key" primary key ("task_id", "seq")) strict',
  'CREATE TABLE "task_journal" ("task_id" text not null references "tasks" ("id") on delete cascade, "tenant" text not null, "owner" text not null, "step_path" text not null, "position" integer not null, "stored_at" integer not null, "request_hash" text not null, "result" text not null, constraint "task_journal_key" primary key ("task_id", "step_path")) strict',
  'CREATE INDEX "task_journal_in_order" on "task_journal" ("task_id", "position")',
  'CREATE TABLE "messages" ("task_id" text not null references "tasks" ("id") on delete cascade, "tenant" text not null, "owner" text not null, "message_id" text not null, "content_hash" text not null, constraint "messages_key" primary key ("tenant", "owner", "message_id")) strict',
  'CREATE INDEX "messages_by_task" on "messages" ("task_id")',
  'CREATE TABLE "task_documents" ("task_id" text not null references "tasks" ("id") on delete cascade, "tenant" text not null, "owner" text not null, "hash" text not null, constraint "task_documents_key" primary key ("task_id", "hash")) strict',
  'CREATE INDEX "task_documents_by_hash" on "task_documents" ("hash")',
  'CREATE TABLE "documents" ("hash" text not null primary key, "bytes" integer not null, "complete" integer not null, "touched_at" integer not null) strict',
  'CREATE INDEX "documents_by_age" on "documents" ("touched_at")',
  'CREATE TABLE "document_pieces" ("hash" text not null references "documents" ("hash") on delete cascade, "position" integer not null, "bytes" blob not null, constraint "document_pieces_key" primary key ("hash", "position")) strict',
  'CREATE TABLE "store_settings" ("name" text not null primary key, "value" text not null) strict',
];

/** A database that version 1 left behind, in the middle of its work. */
export const VERSION_1_ROWS: readonly string[] = [
  "insert into store_migrations values ('0001-first-tables', '2026-11-22T10:00:00.000Z')",
  "insert into store_migration_lock values ('migration_lock', 0)",
  "insert into store_settings values ('cursor-key', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=')",
  `insert into tasks (id, tenant, owner, context_id, version, last_seq, state_kind, cancel_requested, attempts, timeout_ms,
     created_at, status_at, deadline_at, state, status_message, metadata, request, history, artifacts)
   values ('earlier', 'north', 'anna', 'context-1', 2, 2, 'working', 1, 1, 60000, 1000, 2000, 62000,
     '{"kind":"working"}', '{"messageId":"m2","role":"agent","parts":[{"kind":"text","text":"reading"}]}',
     '{"skill_id":"minion_query"}', '{"rounds":3}',
     '[{"messageId":"m1","role":"user","parts":[{"kind":"text","text":"hello"}]}]',
     '[{"artifactId":"a","parts":[{"kind":"text","text":"so far"}]}]')`,
  `insert into task_events (task_id, tenant, owner, seq, at, body) values
     ('earlier', 'north', 'anna', 1, 1000, '{"type":"status-changed","state":{"kind":"submitted"}}'),
     ('earlier', 'north', 'anna', 2, 2000, '{"type":"status-changed","state":{"kind":"working"}}')`,
  `insert into task_journal (task_id, tenant, owner, step_path, position, stored_at, request_hash, result)
   values ('earlier', 'north', 'anna', 'round-1', 1, 1500, 'request', '"paid"')`,
  `insert into messages (task_id, tenant, owner, message_id, content_hash)
   values ('earlier', 'north', 'anna', 'm1', 'content')`,
  `insert into task_documents (task_id, tenant, owner, hash)
   values ('earlier', 'north', 'anna', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')`,
  `insert into documents (hash, bytes, complete, touched_at)
   values ('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 5, 1, 900)`,
  `insert into document_pieces (hash, position, bytes)
   values ('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 0, x'68656c6c6f')`,
];
