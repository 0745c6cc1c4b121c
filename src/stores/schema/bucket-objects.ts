import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { ColumnTypes } from "./column-types.ts";

/** Version 5: documents that lie in a bucket, and what lies there that no document is. */
export function bucketObjects(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable("documents").addColumn("object", types.text).execute();
      await db.schema
        .createTable("loose_objects")
        .addColumn("name", types.text, (column) => column.primaryKey().notNull())
        .addColumn("since", types.integer, (column) => column.notNull())
        .addColumn("doomed", types.integer, (column) => column.notNull())
        .modifyEnd(types.tableEnd)
        .execute();
    },
  };
}
