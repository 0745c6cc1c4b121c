import { sql } from "kysely";
import type { StoreSchema } from "../schema/tables.ts";
import type { PostgresDatabase } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** True for one of the instances that ask within a period, in milliseconds: `work` is then its to do, and nobody else's. */
export type ClaimFiring = (work: string, everyMs: number) => Promise<boolean>;

/**
 * Lets work that comes again and again be done once, however many instances there are. Whoever claims it and dies leaves
 * it to the next period. Time is the database's, whose clock is the one that all share.
 */
export function createFiringClaims(database: PostgresDatabase): ClaimFiring {
  const db = database.queries<StoreSchema>();
  const now = sql<string>`(extract(epoch from clock_timestamp()) * 1000)::bigint::text`;
  return async (work, everyMs) => {
    try {
      const claimed = await db
        .insertInto("store_settings")
        .values({ name: `fired/${work}`, value: now })
        .onConflict((conflict) =>
          conflict
            .column("name")
            .doUpdateSet((row) => ({ value: row.ref("excluded.value") }))
            .where(sql<boolean>`store_settings.value::bigint <= excluded.value::bigint - ${everyMs}::bigint`),
        )
        .returning("name")
        .executeTakeFirst();
      return claimed !== undefined;
    } catch (error) {
      throw translatePostgresError(error, database.name);
    }
  };
}
