import type { AccessStores } from "#auth";
import { type Clock, systemClock, throwIfAborted } from "#kernel";
import type { AccessSchema } from "../access/access-schema.ts";
import { SqlCredentialStore } from "../access/sql-credential-store.ts";
import { SqlRevokedTokens } from "../access/sql-revoked-tokens.ts";
import { type OnOperation, Operations } from "../operations.ts";
import type { PostgresDatabase } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

export interface PostgresAccessOptions {
  /** Brought up to date before; it stays open when the stores are closed. */
  readonly database: PostgresDatabase;
  readonly clock?: Clock;
  readonly onOperation?: OnOperation;
}

/**
 * Who may come in, in the database that all instances share. Nothing is kept in memory: what one instance or a command
 * changes holds on every instance from its next look-up on.
 */
export function openPostgresAccess(options: PostgresAccessOptions): AccessStores {
  const { database, clock = systemClock, onOperation } = options;
  const db = database.queries<AccessSchema>();
  const translate = (error: unknown): unknown => translatePostgresError(error, database.name);
  const operations = new Operations({ clock, onOperation, translate });
  return {
    keys: new SqlCredentialStore({ db, kind: "api-key", operations }),
    clients: new SqlCredentialStore({ db, kind: "oauth-client", operations }),
    revokedTokens: new SqlRevokedTokens(db, operations),
    async ping(signal) {
      throwIfAborted(signal, "Asking the access database");
      await operations.run("access.ping", () => db.selectFrom("credentials").select("id").limit(1).execute());
    },
    [Symbol.asyncDispose]: () => operations.close(),
  };
}
