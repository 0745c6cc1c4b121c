import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "#kernel";
import {
  addCredential,
  type CredentialRequest,
  rotateCredential,
} from "../credentials/change-credentials.ts";
import type { Credential, StoredCredential } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { KeyNotFoundError, KeyWorthlessError } from "../errors.ts";
import { formatKey, makeKey, makeSecret } from "./api-key.ts";
import { importKeys, type KeyImport } from "./import-keys.ts";

/** A key and its text, which is shown once and stored nowhere. */
export interface MadeKey {
  readonly key: Credential;
  readonly text: string;
}

/** Makes, shows and changes keys; what it changes holds at once, also for a server that runs. */
export interface KeyRing {
  create(request: CredentialRequest): Promise<MadeKey>;
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
      const key = await addCredential(store, made, request, clock.now());
      return { key, text: formatKey(made) };
    },
    list: async () => (await store.list()).map(({ credential }) => credential),
    async rotate(id, graceMs) {
      const made = { id, secret: makeSecret(random) };
      const outcome = await rotateCredential(store, made, graceMs, clock.now());
      if (outcome.kind === "unknown") throw new KeyNotFoundError(id);
      if (outcome.kind === "worthless") throw new KeyWorthlessError(id, outcome.state);
      return { key: outcome.credential, text: formatKey(made) };
    },
    async revoke(id) {
      if (!(await store.revoke(id, clock.now()))) throw new KeyNotFoundError(id);
    },
    export: () => store.list(),
    import: (keys) => importKeys(store, keys),
  };
}
