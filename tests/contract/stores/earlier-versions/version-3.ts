import { VERSION_2_ROWS, VERSION_2_SCHEMA } from "./version-2.ts";

/** What version 3 changed: tasks count their runs. This is history: it is never edited. */
export const VERSION_3_SCHEMA: readonly string[] = VERSION_2_SCHEMA.map((statement) =>
  statement.startsWith('CREATE TABLE "tasks"')
    ? statement.replace(") strict", ', "runs" integer default 0 not null) strict')
    : statement,
);

/** A database that version 3 left behind, in the middle of its work. */
export const VERSION_3_ROWS: readonly string[] = [
  ...VERSION_2_ROWS,
  "insert into store_migrations values ('0003-count-runs', '2026-11-25T18:10:00.000Z')",
];
