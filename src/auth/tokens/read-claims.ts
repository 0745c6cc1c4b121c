import { DEFAULT_TIER, isScope, type Scope } from "../principal.ts";

/** A name of an owner, a tenant or a tier that can stand in logs and rows; undefined for anything else. */
export function nameIn(value: unknown, maxCharacters = 256): string | undefined {
  if (typeof value !== "string" || value.trim() === "" || value.length > maxCharacters) return undefined;
  return /\p{Cc}/u.test(value) ? undefined : value;
}

/** Where a claim is not there, the fallback; undefined for one that is there and no name. */
export function optionalName(value: unknown, fallback: string): string | undefined {
  return value === undefined ? fallback : nameIn(value);
}

export function tierIn(value: unknown): string | undefined {
  return optionalName(value, DEFAULT_TIER);
}

/** The words of a scope claim: a text with spaces between (RFC 8693), or a list. */
export function wordsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split(" ").filter((word) => word !== "");
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : [];
}

export function scopesIn(value: unknown): ReadonlySet<Scope> {
  return new Set(wordsIn(value).filter(isScope));
}
