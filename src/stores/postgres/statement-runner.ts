import type { PostgresDatabase } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** Runs statements of libraries that bring their own SQL. */
export interface StatementRunner {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Statements on the pool that everything else of this instance uses; a database that is away is told as ours is. */
export function createStatementRunner({ pool, name }: PostgresDatabase): StatementRunner {
  return {
    async executeSql(text, values) {
      try {
        return await pool.query(text, values);
      } catch (error) {
        throw translatePostgresError(error, name);
      }
    },
  };
}
