import type { AccessStores } from "#auth";
import type { Config } from "#config";
import { migratePostgres, openPostgresAccess, openPostgresDatabase, openSqliteAccess } from "#stores";
import { dataFiles } from "../serve/data-files.ts";
import { type PostgresWays, postgresWays } from "../serve/postgres-options.ts";

/**
 * Who may come in, for commands: of the configured database, or of a data folder. A server that runs on it takes what
 * is changed at once.
 *
 * @throws the errors of opening a store
 */
export async function openAccess(config: Config, folder: string): Promise<AccessStores> {
  const ways = await postgresWays(config);
  return ways === undefined ? openSqliteAccess({ path: dataFiles(folder).access }) : openOnPostgres(ways);
}

async function openOnPostgres(ways: PostgresWays): Promise<AccessStores> {
  await migratePostgres(ways.direct);
  await using opening = new AsyncDisposableStack();
  const database = opening.use(openPostgresDatabase({ ...ways.pooled, poolSize: 1 }));
  const access = opening.use(openPostgresAccess({ database }));
  const opened = opening.move();
  return {
    keys: access.keys,
    clients: access.clients,
    revokedTokens: access.revokedTokens,
    ping: (signal) => access.ping(signal),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
