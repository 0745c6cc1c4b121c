import { VERSION_3_ROWS, VERSION_3_SCHEMA } from "./version-3.ts";

/** What version 4 added: results for later tasks of the same owner. This is history: it is never edited. */
export const VERSION_4_SCHEMA: readonly string[] = [
  ...VERSION_3_SCHEMA,
  'CREATE TABLE "result_cache" ("hash" text not null, "tenant" text not null, "owner" text not null, "stored_at" integer not null, "expires_at" integer not null, "bytes" integer not null, "value" text not null, constraint "result_cache_key" primary key ("hash", "tenant", "owner")) strict',
  'CREATE INDEX "result_cache_by_age" on "result_cache" ("stored_at", "bytes")',
  'CREATE INDEX "result_cache_by_expiry" on "result_cache" ("expires_at")',
];

/** A database that version 4 left behind, in the middle of its work. */
export const VERSION_4_ROWS: readonly string[] = [
  ...VERSION_3_ROWS,
  "insert into store_migrations values ('0004-result-cache', '2026-11-25T23:10:00.000Z')",
  "insert into result_cache values ('hash', 'north', 'anna', 1000, 2000, 6, '\"said\"')",
];
