import type { Config } from "#config";
import {
  type MigrationStatus,
  migratePostgres,
  openSqliteAccess,
  openSqliteAudit,
  openSqliteStores,
  postgresStatus,
  sqliteStatus,
} from "#stores";
import { dataFiles } from "./data-files.ts";
import { postgresWays } from "./postgres-options.ts";

/** Brings the configured database, or else the data folder, to this program's version. @throws the errors of opening a store */
export async function migrateStores(config: Config, dataFolder: string): Promise<void> {
  const ways = await postgresWays(config);
  if (ways !== undefined) return await migratePostgres(ways.direct);
  const files = dataFiles(dataFolder);
  await using _stores = await openSqliteStores({ path: files.tasks });
  await using _access = await openSqliteAccess({ path: files.access });
  await using _audit = await openSqliteAudit({ path: files.audit });
}

/** Which migrations the configured database, or else the data folder, has had; changes nothing. */
export async function storesStatus(config: Config, dataFolder: string): Promise<readonly MigrationStatus[]> {
  const ways = await postgresWays(config);
  return ways === undefined ? await sqliteStatus(dataFiles(dataFolder)) : await postgresStatus(ways.direct);
}
