import type { AuditStore } from "#audit";
import type { Config } from "#config";
import { migratePostgres, openPostgresAudit, openPostgresDatabase, openSqliteAudit } from "#stores";
import { dataFiles } from "../serve/data-files.ts";
import { postgresWays } from "../serve/postgres-options.ts";

/**
 * The audit log of the configured database, or of a data folder, for commands; a server may write at the same time.
 *
 * @throws the errors of opening a store
 */
export async function openAuditStore(config: Config, folder: string): Promise<AuditStore> {
  const ways = await postgresWays(config);
  if (ways === undefined) return await openSqliteAudit({ path: dataFiles(folder).audit });
  await migratePostgres(ways.direct);
  await using opening = new AsyncDisposableStack();
  const database = opening.use(openPostgresDatabase({ ...ways.pooled, poolSize: 1 }));
  const store = opening.use(openPostgresAudit({ database }));
  const opened = opening.move();
  return {
    append: (seal) => store.append(seal),
    head: () => store.head(),
    read: (from, limit) => store.read(from, limit),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
