import { VERSION_4_ROWS, VERSION_4_SCHEMA } from "./version-4.ts";

/** What version 5 changed: a document may lie in a bucket. This is history: it is never edited. */
export const VERSION_5_SCHEMA: readonly string[] = [
  ...VERSION_4_SCHEMA.map((statement) =>
    statement.startsWith('CREATE TABLE "documents"')
      ? statement.replace(") strict", ', "object" text) strict')
      : statement,
  ),
  'CREATE TABLE "loose_objects" ("name" text not null primary key, "since" integer not null, "doomed" integer not null) strict',
];

/** A database that version 5 left behind, in the middle of its work. */
export const VERSION_5_ROWS: readonly string[] = [
  ...VERSION_4_ROWS,
  "insert into loose_objects values ('left-behind', 1000, 1)",
  "insert into store_migrations values ('0005-bucket-objects', '2026-11-25T23:10:00.000Z')",
];
