import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "#kernel";
import { type Credential, credentialState } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { hashSecret } from "../credentials/secrets.ts";
import { ClientNotFoundError, ClientWorthlessError } from "../errors.ts";
import type { KeyRequest } from "../keys/key-ring.ts";
import { DEFAULT_TIER } from "../principal.ts";
import { makeClientSecret, makeClientText } from "./client-secret.ts";

/** A client and its secret, which is shown once and stored nowhere. */
export interface MadeClient {
  readonly client: Credential;
  readonly secret: string;
}

/** Registers, shows and changes OAuth2 clients; what it changes holds at once, also for a server that runs. */
export interface ClientRing {
  register(request: KeyRequest): Promise<MadeClient>;
  list(): Promise<Credential[]>;
  /**
   * Gives the client another secret; the one before is good for `graceMs` more. Its tokens hold on.
   * @throws ClientNotFoundError, ClientWorthlessError
   */
  rotate(id: string, graceMs: number): Promise<MadeClient>;
  /** Ends the client and every token that it got. @throws ClientNotFoundError */
  revoke(id: string): Promise<void>;
}

export interface ClientRingDeps {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

export function createClientRing(
  store: CredentialStore,
  { clock, random }: ClientRingDeps = { clock: systemClock, random: randomBytes },
): ClientRing {
  return {
    async register(request) {
      const { id, secret } = makeClientText(random);
      const client = newClient(id, request, clock.now());
      await store.add({ credential: client, secret: { hash: hashSecret(secret), previous: undefined } });
      return { client, secret };
    },
    list: async () => (await store.list()).map(({ credential }) => credential),
    async rotate(id, graceMs) {
      const found = await store.find(id);
      if (found === undefined) throw new ClientNotFoundError(id);
      const at = clock.now();
      const state = credentialState(found.credential, at);
      if (state !== "valid") throw new ClientWorthlessError(id, state);
      const secret = makeClientSecret(random);
      const previousValidUntil = graceMs > 0 ? at + graceMs : undefined;
      const rotated = await store.rotate(id, { hash: hashSecret(secret), at, previousValidUntil });
      if (!rotated) throw new ClientWorthlessError(id, "revoked");
      return { client: { ...found.credential, rotatedAt: at }, secret };
    },
    async revoke(id) {
      if (!(await store.revoke(id, clock.now()))) throw new ClientNotFoundError(id);
    },
  };
}

function newClient(id: string, request: KeyRequest, createdAt: number): Credential {
  const { name, owner = name, tenant = "default", tier = DEFAULT_TIER, scopes, expiresAt } = request;
  const unused = { rotatedAt: undefined, lastUsedAt: undefined, revokedAt: undefined };
  return { id, name, owner, tenant, tier, scopes, createdAt, expiresAt, ...unused };
}
