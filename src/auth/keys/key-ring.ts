import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "#kernel";
import type { Credential } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { hashSecret } from "../credentials/secrets.ts";
import { KeyNotFoundError } from "../errors.ts";
import { DEFAULT_TIER, type Scope } from "../principal.ts";
import { formatKey, makeKey } from "./api-key.ts";

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

/** Makes, shows and revokes keys; what it changes holds at once, also for a server that runs. */
export interface KeyRing {
  /** `text` is the key itself: shown once, stored nowhere. */
  create(request: KeyRequest): Promise<{ readonly key: Credential; readonly text: string }>;
  list(): Promise<Credential[]>;
  /** @throws KeyNotFoundError */
  revoke(id: string): Promise<void>;
}

export interface KeyRingDeps {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

export function createKeyRing(
  store: CredentialStore,
  deps: KeyRingDeps = { clock: systemClock, random: randomBytes },
): KeyRing {
  return {
    async create({ name, owner = name, tenant = "default", tier = DEFAULT_TIER, scopes, expiresAt }) {
      const made = makeKey(deps.random);
      const key: Credential = {
        id: made.id,
        name,
        owner,
        tenant,
        tier,
        scopes,
        createdAt: deps.clock.now(),
        rotatedAt: undefined,
        lastUsedAt: undefined,
        expiresAt,
        revokedAt: undefined,
      };
      await store.add({
        credential: key,
        secret: { hash: hashSecret(made.secret), previous: undefined },
      });
      return { key, text: formatKey(made) };
    },
    list: async () => (await store.list()).map(({ credential }) => credential),
    async revoke(id) {
      if (!(await store.revoke(id, deps.clock.now()))) throw new KeyNotFoundError(id);
    },
  };
}
