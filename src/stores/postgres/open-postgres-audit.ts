import { sql } from "kysely";
import type { AuditStore } from "#audit";
import { type Clock, systemClock } from "#kernel";
import type { AuditSchema } from "../audit/audit-schema.ts";
import { SqlAuditStore } from "../audit/sql-audit-store.ts";
import { type OnOperation, Operations } from "../operations.ts";
import type { PostgresDatabase } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** Names the lock that writers of the chain take in turn; it ends with their transaction. */
const CHAIN_LOCK = 4_128_603_271;

export interface PostgresAuditOptions {
  /** Brought up to date before; it stays open when the store is closed. */
  readonly database: PostgresDatabase;
  readonly clock?: Clock;
  readonly onOperation?: OnOperation;
}

/** The audit log that all instances share: one chain, whoever writes. */
export function openPostgresAudit(options: PostgresAuditOptions): AuditStore {
  const { database, clock = systemClock, onOperation } = options;
  const db = database.queries<AuditSchema>();
  const translate = (error: unknown): unknown => translatePostgresError(error, database.name);
  return new SqlAuditStore({
    db,
    chained: (work) =>
      db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${CHAIN_LOCK}::bigint)`.execute(transaction);
        return await work(transaction);
      }),
    add: async (transaction, entries) => {
      await transaction
        .insertInto("audit_entries")
        .values([...entries])
        .execute();
    },
    operations: new Operations({ clock, onOperation, translate }),
    close: async () => undefined,
  });
}
