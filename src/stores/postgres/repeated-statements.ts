import { CompiledQuery } from "kysely";
import type { PostgresDatabase } from "./open-postgres-database.ts";

/** Takes statements as the clients of `pg` do. */
export interface RepeatedStatements {
  query(
    statement: string | { readonly text: string; readonly values?: readonly unknown[] },
  ): Promise<{ readonly rows: unknown[] }>;
}

/**
 * For a library whose few statements come again and again: they are prepared as our own are, or not where nothing may be;
 * the library would name and prepare them itself.
 */
export function createRepeatedStatements(database: Pick<PostgresDatabase, "queries">): RepeatedStatements {
  const db = database.queries();
  return {
    async query(statement) {
      const { text, values = [] } = typeof statement === "string" ? { text: statement } : statement;
      return await db.executeQuery(CompiledQuery.raw(text, [...values]));
    },
  };
}
