import type { PostgresPoolClient, PostgresQueryResult } from "kysely";
import type pg from "pg";
import { isOutdatedPlan, isPreparedElsewhere } from "./postgres-errors.ts";
import { toStoredText } from "./postgres-text.ts";
import type { StatementNames } from "./statement-names.ts";

/** Gives Kysely a connection of the pool in the shape that it expects. */
export function adaptClient(client: pg.PoolClient, names: StatementNames | undefined): PostgresPoolClient {
  let unusable = false;
  const query = async <Row>(text: string, parameters: readonly unknown[]) => {
    const name = names?.nameOf(text);
    const values = parameters.map(toStoredValue);
    const run = async (prepared: object): Promise<PostgresQueryResult<Row>> =>
      (await client.query({ text, values, ...prepared })) as unknown as PostgresQueryResult<Row>;
    try {
      return await run(name === undefined ? {} : { name });
    } catch (error) {
      const isElsewhere = isPreparedElsewhere(error);
      if (isElsewhere) names?.stop();
      if (isElsewhere || isOutdatedPlan(error)) {
        // Everything that is prepared on this connection may be outdated.
        unusable = true;
        // Within a transaction this fails, too; all of it is then run again.
        return await run({}).catch(() => Promise.reject(error));
      }
      // An answer may still be on its way, which nobody else must take for theirs.
      if (!cameFromDatabase(error)) unusable = true;
      throw error;
    }
  };
  return {
    query: query as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy === true || unusable),
  };
}

function toStoredValue(value: unknown): unknown {
  if (typeof value === "string") return toStoredText(value);
  if (Array.isArray(value)) return value.map(toStoredValue);
  return value;
}

/** What the database itself reports leaves the connection fit for the next query. */
function cameFromDatabase(error: unknown): boolean {
  return error instanceof Error && "severity" in error;
}
