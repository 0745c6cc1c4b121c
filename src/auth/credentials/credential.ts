import type { Scope } from "../principal.ts";

/** What somebody may show to be let in, an API key or an OAuth2 client, as it is kept: everything but its secret. */
export interface Credential {
  /** Names it in lists and logs; not secret. */
  readonly id: string;
  /** What it is for, in its maker's words. */
  readonly name: string;
  readonly owner: string;
  readonly tenant: string;
  /** Names the limits that hold for it. */
  readonly tier: string;
  readonly scopes: readonly Scope[];
  /** This and all other times are milliseconds since the epoch. */
  readonly createdAt: number;
  /** When it got the secret that it has now, where that is not its first. */
  readonly rotatedAt: number | undefined;
  /** To about a minute; undefined where it was never used. */
  readonly lastUsedAt: number | undefined;
  /** From then on it is worth nothing; undefined where it does not expire. */
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
}

/** What stands for the secret, and for the one before it as long as that is still taken. */
export interface CredentialSecret {
  readonly hash: Uint8Array;
  readonly previous: { readonly hash: Uint8Array; readonly validUntil: number } | undefined;
}

export interface StoredCredential {
  readonly credential: Credential;
  readonly secret: CredentialSecret;
}

export type CredentialState = "valid" | "expired" | "revoked";

export function credentialState(
  { expiresAt, revokedAt }: Pick<Credential, "expiresAt" | "revokedAt">,
  now: number,
): CredentialState {
  if (revokedAt !== undefined) return "revoked";
  return expiresAt !== undefined && expiresAt <= now ? "expired" : "valid";
}
