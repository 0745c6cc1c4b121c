import { AppError } from "#kernel";
import {
  StoreClosedError,
  StoreCorruptError,
  StoreFullError,
  StoreInUseError,
  StoreUnavailableError,
} from "../errors.ts";

/** SQLite's primary result codes that a caller can do something about. */
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
const UNAVAILABLE: ReadonlyMap<number, string> = new Map([
  [3, "access is denied"],
  [8, "it cannot be written"],
  [10, "reading or writing the disk failed"],
  [14, "it cannot be opened"],
]);

/** Turns an error of node:sqlite into a typed one; anything else is given back as it is. */
export function translateSqliteError(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const code = primaryCode(error);
  if (code === undefined) return isNotOpen(error) ? new StoreClosedError({ cause: error }) : error;
  const options = { cause: error };
  if (code === BUSY || code === LOCKED) return new StoreInUseError(file, options);
  if (code === CORRUPT || code === NOT_A_DATABASE) return new StoreCorruptError(file, options);
  if (code === FULL) return new StoreFullError(file, options);
  const reason = UNAVAILABLE.get(code);
  return reason === undefined ? error : new StoreUnavailableError(file, reason, options);
}

/** True where another process holds the lock, which may pass. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

function isNotOpen(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE";
}
