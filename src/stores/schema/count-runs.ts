import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "./column-types.ts";

/** Version 3: a task counts its runs, so that one that was overtaken is told from the one that has the task. */
export function countRuns(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable("tasks")
        .addColumn("runs", types.integer, (column) => column.notNull().defaultTo(0))
        .execute();
    },
  };
}
