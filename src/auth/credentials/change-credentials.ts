import { DEFAULT_TIER, type Scope } from "../principal.ts";
import { type Credential, type CredentialState, credentialState } from "./credential.ts";
import type { CredentialStore } from "./credential-store.ts";
import { hashSecret } from "./secrets.ts";

/** What somebody asks of a new credential. */
export interface CredentialRequest {
  readonly name: string;
  /** Default: the name. */
  readonly owner?: string;
  /** Default: `default`. */
  readonly tenant?: string;
  /** Default: `default`. */
  readonly tier?: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since the epoch; without it the credential does not expire. */
  readonly expiresAt?: number;
}

/** Stores a new credential under its id; of its secret the hash alone. */
export async function addCredential(
  store: CredentialStore,
  { id, secret }: { readonly id: string; readonly secret: string },
  request: CredentialRequest,
  createdAt: number,
): Promise<Credential> {
  const { name, owner = name, tenant = "default", tier = DEFAULT_TIER, scopes, expiresAt } = request;
  const unused = { rotatedAt: undefined, lastUsedAt: undefined, revokedAt: undefined };
  const credential = { id, name, owner, tenant, tier, scopes, createdAt, expiresAt, ...unused };
  await store.add({ credential, secret: { hash: hashSecret(secret), previous: undefined } });
  return credential;
}

/** What a new secret came to: the credential that has it now, or why there can be none. */
export type RotationOutcome =
  | { readonly kind: "rotated"; readonly credential: Credential }
  | { readonly kind: "unknown" }
  | { readonly kind: "worthless"; readonly state: Exclude<CredentialState, "valid"> };

/** Gives a credential another secret; the one before is good for `graceMs` more. */
export async function rotateCredential(
  store: CredentialStore,
  { id, secret }: { readonly id: string; readonly secret: string },
  graceMs: number,
  at: number,
): Promise<RotationOutcome> {
  const found = await store.find(id);
  if (found === undefined) return { kind: "unknown" };
  const state = credentialState(found.credential, at);
  if (state !== "valid") return { kind: "worthless", state };
  const previousValidUntil = graceMs > 0 ? at + graceMs : undefined;
  const rotated = await store.rotate(id, { hash: hashSecret(secret), at, previousValidUntil });
  if (!rotated) return { kind: "worthless", state: "revoked" };
  return { kind: "rotated", credential: { ...found.credential, rotatedAt: at } };
}
