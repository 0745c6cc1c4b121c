import { createKeyRing, type KeyRing } from "#auth";
import type { Config } from "#config";
import { migratePostgres, openPostgresAccess, openPostgresDatabase, openSqliteAccess } from "#stores";
import { dataFiles } from "./data-files.ts";
import { type PostgresWays, postgresWays } from "./postgres-options.ts";

/**
 * The keys of the configured database, or of a data folder; a server that runs on it takes them at once.
 *
 * @throws the errors of opening a store
 */
export async function openKeyRing(config: Config, folder: string): Promise<KeyRing & AsyncDisposable> {
  const ways = await postgresWays(config);
  await using opening = new AsyncDisposableStack();
  const access = opening.use(
    ways === undefined
      ? await openSqliteAccess({ path: dataFiles(folder).access })
      : await openOnPostgres(ways, opening),
  );
  const opened = opening.move();
  return { ...createKeyRing(access.keys), [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function openOnPostgres(ways: PostgresWays, opening: AsyncDisposableStack) {
  await migratePostgres(ways.direct);
  return openPostgresAccess({ database: opening.use(openPostgresDatabase({ ...ways.pooled, poolSize: 1 })) });
}
