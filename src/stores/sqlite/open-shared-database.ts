import { chmod } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { StoreCorruptError } from "../errors.ts";
import { IN_MEMORY } from "./open-database.ts";
import { prepareFile } from "./prepare-file.ts";
import { translateSqliteError } from "./sqlite-errors.ts";

/** How long to wait for another process that writes, in milliseconds. */
const BUSY_MS = 5_000;

export interface SharedDatabaseOptions {
  readonly path: string;
  /** `delete` shows every change in the file's own time; `wal` lets others read while one writes. */
  readonly journal: "delete" | "wal";
  /** A file that has tables and none of these is somebody else's, and left as it is. */
  readonly ownTables: readonly string[];
}

/**
 * Opens a file that several processes use at the same time; it is readable for its owner only.
 * @throws StoreInUseError, StoreCorruptError, StoreUnavailableError
 */
export async function openSharedDatabase(options: SharedDatabaseOptions): Promise<DatabaseSync> {
  const { path } = options;
  if (path !== IN_MEMORY) await prepareFile(path);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_MS, defensive: true });
    refuseForeign(database, options);
    database.exec(`
      pragma journal_mode = ${options.journal};
      pragma synchronous = full;
      pragma trusted_schema = off;
      pragma cell_size_check = on;
    `);
    if (path !== IN_MEMORY) await chmod(path, 0o600); // Not before it proved to be ours.
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw translateSqliteError(error, path);
  }
}

function refuseForeign(database: DatabaseSync, { path, ownTables }: SharedDatabaseOptions): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  if (tables.length === 0 || tables.some(({ name }) => ownTables.includes(String(name)))) return;
  throw new StoreCorruptError(path);
}
