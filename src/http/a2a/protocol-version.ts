import { VersionUnsupportedError } from "#a2a";

/** What this server speaks by itself. Earlier versions are for dialects. */
const SPOKEN = "1.0";

/** The version of a request that names none, as A2A has it. */
export const UNNAMED_VERSION = "0.3";

const NAME = "A2A-Version";
const FORM = /^(\d{1,5}\.\d{1,5})(?:\.\d{1,5})?$/;

/**
 * `Major.Minor` of the version that a request names, in its header or, for clients that cannot set one, in its query;
 * undefined where it names none. Patch versions change nothing on the wire and are left out. What is no version is
 * given as it is, for the error.
 */
export function namedVersion(header: string | string[] | undefined, query: unknown): string | undefined {
  if (header === SPOKEN) return SPOKEN;
  const named = [header, versionIn(query)].map(trimmed).find((value) => value !== "");
  return named === undefined ? undefined : (FORM.exec(named)?.[1] ?? named);
}

/** As {@link namedVersion}; a request that names none is of the version that came before versions were named. */
export function requestedVersion(header: string | string[] | undefined, query: unknown): string {
  return namedVersion(header, query) ?? UNNAMED_VERSION;
}

/** @throws VersionUnsupportedError for what only a dialect, or nobody, speaks */
export function requireSpokenVersion(version: string): void {
  if (version === SPOKEN) return;
  throw new VersionUnsupportedError(version.replace(/[^\x20-\x7e]/g, "?"), [SPOKEN]);
}

function versionIn(query: unknown): unknown {
  return typeof query === "object" && query !== null && NAME in query ? query[NAME] : undefined;
}

function trimmed(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
