/** The tables of who may come in, the same on every database: times are integers (milliseconds since the epoch). */
export interface AccessSchema {
  credentials: CredentialRow;
  revoked_tokens: RevokedTokenRow;
}

/** Kinds of credential that share the table; each kind has ids of its own. */
export type CredentialKind = "api-key" | "oauth-client";

export interface CredentialRow {
  kind: CredentialKind;
  id: string;
  name: string;
  owner: string;
  tenant: string;
  tier: string;
  /** With blanks between. */
  scopes: string;
  secret_hash: Uint8Array;
  previous_secret_hash: Uint8Array | null;
  previous_valid_until: number | null;
  created_at: number;
  rotated_at: number | null;
  last_used_at: number | null;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface RevokedTokenRow {
  token_id: string;
  expires_at: number;
}
