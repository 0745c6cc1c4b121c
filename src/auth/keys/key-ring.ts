import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "#kernel";
import { KeyNotFoundError } from "../errors.ts";
import type { Scope } from "../principal.ts";
import { formatKey, hashSecret, makeKey } from "./api-key.ts";
import type { KeyRecord, KeyStore } from "./key-store.ts";

export interface KeyRequest {
  readonly name: string;
  /** Default: the name. */
  readonly owner?: string;
  /** Default: `default`. */
  readonly tenant?: string;
  readonly scopes: readonly Scope[];
}

/** Makes, shows and revokes keys. */
export interface KeyRing {
  /** `text` is the key itself: shown once, stored nowhere. */
  create(request: KeyRequest): { readonly key: KeyRecord; readonly text: string };
  list(): KeyRecord[];
  /** Holds at once, also for a server that runs. @throws KeyNotFoundError */
  revoke(id: string): void;
}

export interface KeyRingDeps {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

export function createKeyRing(
  store: KeyStore,
  deps: KeyRingDeps = { clock: systemClock, random: randomBytes },
): KeyRing {
  return {
    create({ name, owner = name, tenant = "default", scopes }) {
      const made = makeKey(deps.random);
      const key = { id: made.id, name, owner, tenant, scopes, createdAt: deps.clock.now() };
      store.add({ ...key, secretHash: hashSecret(made.secret) });
      return { key: { ...key, revokedAt: undefined }, text: formatKey(made) };
    },
    list: () => store.list(),
    revoke(id) {
      if (!store.revoke(id, deps.clock.now())) throw new KeyNotFoundError(id);
    },
  };
}
