import type { AuditStore } from "#audit";
import type { AccessStores } from "#auth";
import type { Config } from "#config";
import type { Clock } from "#kernel";
import { jobWithCommit, TaskQueue } from "#queue";
import {
  createStatementRunner,
  type DatabaseStores,
  type DocumentBucket,
  migratePostgres,
  type OnOperation,
  openPostgresAccess,
  openPostgresAudit,
  openPostgresDatabase,
  openPostgresStores,
  openSqliteAccess,
  openSqliteAudit,
  openSqliteStores,
  type PostgresDatabase,
} from "#stores";
import { createPriorityOf } from "../limits/create-priority-of.ts";
import { dataFiles } from "./data-files.ts";
import { type PostgresWays, postgresWays } from "./postgres-options.ts";

export interface ServerStoresOptions {
  readonly config: Config;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly onOperation?: OnOperation;
  /** Where large documents are kept; it stays open. Default: where the tasks are. */
  readonly documentBucket?: DocumentBucket;
  /** Told of faults of the shared queue in the background. */
  readonly onQueueFault: (error: unknown) => void;
}

/** Everything that a server keeps, wherever it keeps it. */
export interface ServerStores extends AsyncDisposable {
  readonly stores: DatabaseStores;
  readonly access: AccessStores;
  readonly audit: AuditStore;
  /** The shared database; undefined where everything is in the data folder. */
  readonly postgres: SharedPostgres | undefined;
}

export interface SharedPostgres {
  readonly database: PostgresDatabase;
  readonly ways: PostgresWays;
  /** Where tasks wait for any of the instances. */
  readonly queue: TaskQueue;
}

/**
 * Opens PostgreSQL where one is configured, brought up to date, and the data folder otherwise.
 *
 * @throws the errors of opening a store
 */
export async function openServerStores(options: ServerStoresOptions): Promise<ServerStores> {
  const ways = await postgresWays(options.config);
  return ways === undefined ? await openInFolder(options) : await openOnPostgres(options, ways);
}

async function openInFolder({ dataFolder, ...shared }: ServerStoresOptions): Promise<ServerStores> {
  await using opening = new AsyncDisposableStack();
  const files = dataFiles(dataFolder);
  const stores = opening.use(await openSqliteStores({ ...shared, path: files.tasks }));
  const access = opening.use(await openSqliteAccess({ ...shared, path: files.access }));
  const audit = opening.use(await openSqliteAudit({ ...shared, path: files.audit }));
  const opened = opening.move();
  return {
    stores,
    access,
    audit,
    postgres: undefined,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function openOnPostgres(options: ServerStoresOptions, ways: PostgresWays): Promise<ServerStores> {
  const { config, clock, onOperation } = options;
  await using opening = new AsyncDisposableStack();
  await migratePostgres(ways.direct);
  const database = opening.use(openPostgresDatabase(ways.pooled));
  const queue = opening.use(
    await TaskQueue.open({
      db: createStatementRunner(database),
      onFault: options.onQueueFault,
      priorityOf: createPriorityOf(config),
    }),
  );
  const told = onOperation === undefined ? {} : { onOperation };
  const joinCommit = jobWithCommit(queue);
  const bucket = options.documentBucket === undefined ? {} : { documentBucket: options.documentBucket };
  const stores = opening.use(await openPostgresStores({ database, clock, joinCommit, ...bucket, ...told }));
  const access = opening.use(openPostgresAccess({ database, clock, ...told }));
  const audit = opening.use(openPostgresAudit({ database, clock, ...told }));
  const opened = opening.move();
  return {
    stores,
    access,
    audit,
    postgres: { database, ways, queue },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
