import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "#kernel";
import { type Credential, credentialState, type StoredCredential } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { hashSecret } from "../credentials/secrets.ts";
import { KeyNotFoundError, KeyWorthlessError } from "../errors.ts";
import { DEFAULT_TIER, type Scope } from "../principal.ts";
import { formatKey, makeKey, makeSecret } from "./api-key.ts";
import { importKeys, type KeyImport } from "./import-keys.ts";

export interface KeyRequest {
  readonly name: string;
  /** Default: the name. */
  readonly owner?: string;
  /** Default: `default`. */
  readonly tenant?: string;
  /** Default: `default`. */
  readonly tier?: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since the epoch; without it the key does not expire. */
  readonly expiresAt?: number;
}

/** A key and its text, which is shown once and stored nowhere. */
export interface MadeKey {
  readonly key: Credential;
  readonly text: string;
}

/** Makes, shows and changes keys; what it changes holds at once, also for a server that runs. */
export interface KeyRing {
  create(request: KeyRequest): Promise<MadeKey>;
  list(): Promise<Credential[]>;
  /**
   * Gives the key another secret; the one before is good for `graceMs` more.
   * @throws KeyNotFoundError, KeyWorthlessError
   */
  rotate(id: string, graceMs: number): Promise<MadeKey>;
  /** @throws KeyNotFoundError */
  revoke(id: string): Promise<void>;
  /** All keys with the hashes of their secrets, to be taken into another ring. */
  export(): Promise<StoredCredential[]>;
  /** Takes over what is not there yet; of an id that is there, nothing is changed. */
  import(keys: readonly StoredCredential[]): Promise<KeyImport>;
}

export interface KeyRingDeps {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

export function createKeyRing(
  store: CredentialStore,
  deps: KeyRingDeps = { clock: systemClock, random: randomBytes },
): KeyRing {
  const { clock, random } = deps;
  return {
    async create(request) {
      const made = makeKey(random);
      const key = newKey(made.id, request, clock.now());
      await store.add({ credential: key, secret: { hash: hashSecret(made.secret), previous: undefined } });
      return { key, text: formatKey(made) };
    },
    list: async () => (await store.list()).map(({ credential }) => credential),
    async rotate(id, graceMs) {
      const found = await store.find(id);
      if (found === undefined) throw new KeyNotFoundError(id);
      const at = clock.now();
      const state = credentialState(found.credential, at);
      if (state !== "valid") throw new KeyWorthlessError(id, state);
      const secret = makeSecret(random);
      const previousValidUntil = graceMs > 0 ? at + graceMs : undefined;
      const rotated = await store.rotate(id, { hash: hashSecret(secret), at, previousValidUntil });
      if (!rotated) throw new KeyWorthlessError(id, "revoked");
      return { key: { ...found.credential, rotatedAt: at }, text: formatKey({ id, secret }) };
    },
    async revoke(id) {
      if (!(await store.revoke(id, clock.now()))) throw new KeyNotFoundError(id);
    },
    export: () => store.list(),
    import: (keys) => importKeys(store, keys),
  };
}

function newKey(id: string, request: KeyRequest, createdAt: number): Credential {
  const { name, owner = name, tenant = "default", tier = DEFAULT_TIER, scopes, expiresAt } = request;
  const unused = { rotatedAt: undefined, lastUsedAt: undefined, revokedAt: undefined };
  return { id, name, owner, tenant, tier, scopes, createdAt, expiresAt, ...unused };
}
