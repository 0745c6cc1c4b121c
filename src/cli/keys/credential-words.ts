import { isScope, SCOPES, type Scope } from "#app";
import { InvalidUsageError } from "../errors.ts";

const LONGEST_NAME = 128;

/** The scopes that were named, or those that hold where none are. @throws InvalidUsageError */
export function scopesOf(text: string | undefined, otherwise: readonly Scope[]): readonly Scope[] {
  if (text === undefined) return otherwise;
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = words.filter((word) => !isScope(word));
  if (unknown.length > 0 || words.length === 0) {
    throw new InvalidUsageError(`--scopes takes ${SCOPES.join(", ")}; not "${unknown.join(", ")}".`);
  }
  return [...new Set(words.filter(isScope))];
}

/** A name, owner, tenant or tier. @throws InvalidUsageError, which says of what */
export function label(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new InvalidUsageError(`${what} must be 1 to ${LONGEST_NAME} characters on one line.`);
  }
  return trimmed;
}
