import { stat } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "#kernel";
import { StoreCorruptError } from "../errors.ts";
import { MIGRATION_TABLE } from "../schema/migrations.ts";
import { prepareFile } from "./prepare-file.ts";
import { isBusy, translateSqliteError } from "./sqlite-errors.ts";

/** Names a database that lives and dies with the process. */
export const IN_MEMORY = ":memory:";

const LOCK_RETRY_MS = 50;

export interface OpenDatabaseOptions {
  readonly path: string;
  readonly clock: Clock;
  /** How long to wait for a process that is just ending to let go of the file. */
  readonly lockWaitMs: number;
}

/**
 * Opens the file for this process alone and takes its lock at once. Documents are private: file and folder are made
 * readable for their owner only.
 * @throws StoreInUseError, StoreCorruptError, StoreUnavailableError
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<DatabaseSync> {
  const { path } = options;
  if (path !== IN_MEMORY) await prepareFile(path);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { enableForeignKeyConstraints: true, defensive: true });
    await takeLock(database, options);
    refuseForeign(database, path);
    configure(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw translateSqliteError(error, path);
  }
}

/** Which file is behind the path; another number later means that it was replaced or removed. */
export async function fileIdentity(path: string): Promise<string> {
  if (path === IN_MEMORY) return IN_MEMORY;
  const { dev, ino } = await stat(path);
  return `${dev}:${ino}`;
}

/**
 * Exclusive mode keeps the lock of the first transaction until the file is closed, or its process is gone. How space is
 * given back cannot be changed once that transaction has written the first page of a new file.
 */
async function takeLock(database: DatabaseSync, options: OpenDatabaseOptions): Promise<void> {
  const { clock, lockWaitMs } = options;
  database.exec("pragma locking_mode = exclusive");
  const giveUpAtMs = clock.monotonicMs() + lockWaitMs;
  for (;;) {
    try {
      const isNew = database.prepare("pragma page_count").get()?.["page_count"] === 0;
      if (isNew) database.exec("pragma auto_vacuum = incremental");
      database.exec("begin exclusive; commit");
      return;
    } catch (error) {
      if (!isBusy(error) || clock.monotonicMs() >= giveUpAtMs) throw error;
    }
    await delay(LOCK_RETRY_MS);
  }
}

/** Somebody else's database is left as it is. */
function refuseForeign(database: DatabaseSync, path: string): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  if (tables.length === 0 || tables.some((table) => table["name"] === MIGRATION_TABLE)) return;
  throw new StoreCorruptError(path);
}

function configure(database: DatabaseSync): void {
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma journal_size_limit = 67108864;
    pragma cache_size = -16384;
    pragma temp_store = memory;
    pragma trusted_schema = off;
    pragma cell_size_check = on;
  `);
}
