import { networkFailure } from "#kernel";

const OUT_OF_RANGE = /DB index is out of range/i;

/** The client's and the server's own words, which may hold what was sent; so they are told in ours. */
const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/WRONGPASS|NOAUTH|NOPERM|invalid password/i, "it refuses the login"],
  [OUT_OF_RANGE, "it has no database of that number"],
  [/LOADING/, "it reads its data from the disk"],
  [/READONLY|MASTERDOWN/, "it takes no changes just now"],
  [/maxclients|max number of clients/i, "it takes no more connections"],
  [/timed out|timeout/i, "an answer took too long"],
  [/certificate|self.signed|\bssl\b|\btls\b|altname/i, "no encrypted connection could be made"],
];

/** Why Redis does not answer, without address or secret. */
export function redisFault(error: unknown): string {
  if (!(error instanceof Error)) return "the connection broke";
  // Where a host has several addresses, what each of them said stands inside.
  if (error instanceof AggregateError && error.errors.length > 0) return redisFault(error.errors[0]);
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const words = `${code ?? ""} ${error.message}`;
  return (
    networkFailure(code) ?? REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? "the connection broke"
  );
}

/** True where the server has said that the number of the database is too high. */
export function isMissingDatabase(error: unknown): boolean {
  return error instanceof Error && OUT_OF_RANGE.test(error.message);
}
