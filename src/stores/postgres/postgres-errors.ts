import { AppError, networkFailure } from "#kernel";
import { StoreClosedError, StoreCorruptError, StoreFullError, StoreUnavailableError } from "../errors.ts";

const ADVICE = "Check that it runs and can be reached, and what DATABASE_URL says.";

/** SQLSTATE codes of what goes away by itself or by an administrator; whole classes by their first two characters. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  "08": "the connection broke",
  "25006": "it takes no changes just now",
  "25P03": "a transaction stood still for too long",
  "25P04": "a transaction took too long",
  "28": "it refuses the login",
  "3D000": "there is no database of that name",
  "40": "too many changes came at once",
  "42501": "this user may not do that",
  "53": "it has no room for more work",
  "55P03": "a lock was not to be had in time",
  "57014": "an answer took too long",
  "57": "it is stopping or starting",
  "58": "reading or writing its disk failed",
};
const DISK_FULL = "53100";
/** Damaged pages and indexes. */
const CORRUPT = /^XX00[12]$/;

/** The driver's own failures have no code. */
const DRIVER: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/timeout exceeded when trying to connect/i, "no connection became free in time"],
  [/query read timeout/i, "an answer took too long"],
  [/connection timeout|timeout expired/i, "it does not answer"],
  [
    /connection terminated|connection ended|not queryable|has been discarded|connection error/i,
    "the connection broke",
  ],
  [/does not support SSL|self.signed|certificate|ssl/i, "no encrypted connection could be made"],
  [/SASL|password/i, "it refuses the login"],
];

const CONFLICTS: ReadonlySet<string> = new Set(["40001", "40P01"]);

/** Turns an error of the driver into a typed one; anything else is given back as it is. */
export function translatePostgresError(error: unknown, database: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (/after calling end on the pool|driver has already been destroyed/.test(error.message))
    return new StoreClosedError({ cause: error });
  const code = codeOf(error);
  if (code === DISK_FULL) return new StoreFullError(database, { cause: error });
  if (code !== undefined && CORRUPT.test(code)) return new StoreCorruptError(database, { cause: error });
  const reason = reasonOf(error, code);
  return reason === undefined
    ? error
    : new StoreUnavailableError(database, reason, { cause: error, advice: ADVICE });
}

/** True where the database undid the transaction because of others: it may be run again from its start. */
export function isConflict(error: unknown): boolean {
  if (isOutdatedPlan(error) || isPreparedElsewhere(error)) return true;
  return error instanceof Error && CONFLICTS.has(codeOf(error) ?? "");
}

/** True where a statement was prepared before a migration added to its table: nothing was done. */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === "0A000" && /cached plan/.test(error.message);
}

/** True where a pooler in between led to another connection than the one that the statement was prepared on: nothing was done. */
export function isPreparedElsewhere(error: unknown): boolean {
  return error instanceof Error && /^(26000|42P05)$/.test(codeOf(error) ?? "");
}

function reasonOf(error: Error, code: string | undefined): string | undefined {
  // Where a host has several addresses, what each of them said stands inside.
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return reasonOf(error.errors[0], codeOf(error.errors[0]));
  if (code !== undefined) {
    const known = networkFailure(code) ?? UNAVAILABLE[code] ?? UNAVAILABLE[code.slice(0, 2)];
    if (known !== undefined) return known;
    if (/^[0-9A-Z]{5}$/.test(code)) return undefined;
  }
  return DRIVER.find(([pattern]) => pattern.test(error.message))?.[1];
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
