import { CLIENT_SCOPES, type CredentialRequest, isScope, SCOPES, type Scope } from "#app";
import { InvalidUsageError } from "../errors.ts";

const LONGEST_NAME = 128;

/** What the command line says of a new credential. */
export interface CredentialFlags {
  readonly owner?: string;
  readonly tenant?: string;
  readonly tier?: string;
  readonly scopes?: string;
}

/** @throws InvalidUsageError for a name, owner, tenant, tier or scope that cannot be one */
export function requestedCredential(name: string, flags: CredentialFlags): CredentialRequest {
  const { owner, tenant, tier, scopes } = flags;
  return {
    name: label(name, "The name"),
    scopes: scopesOf(scopes),
    ...(owner === undefined ? {} : { owner: label(owner, "--owner") }),
    ...(tenant === undefined ? {} : { tenant: label(tenant, "--tenant") }),
    ...(tier === undefined ? {} : { tier: label(tier, "--tier") }),
  };
}

/** The scopes that were named, or those of a client where none are. */
function scopesOf(text: string | undefined): readonly Scope[] {
  if (text === undefined) return CLIENT_SCOPES;
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = words.filter((word) => !isScope(word));
  if (unknown.length > 0 || words.length === 0) {
    throw new InvalidUsageError(`--scopes takes ${SCOPES.join(", ")}; not "${unknown.join(", ")}".`);
  }
  return [...new Set(words.filter(isScope))];
}

function label(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new InvalidUsageError(`${what} must be 1 to ${LONGEST_NAME} characters on one line.`);
  }
  return trimmed;
}
