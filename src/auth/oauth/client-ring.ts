import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "#kernel";
import {
  addCredential,
  type CredentialRequest,
  rotateCredential,
} from "../credentials/change-credentials.ts";
import type { Credential } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { ClientNotFoundError, ClientWorthlessError } from "../errors.ts";
import { makeClientSecret, makeClientText } from "./client-secret.ts";

/** A client and its secret, which is shown once and stored nowhere. */
export interface MadeClient {
  readonly client: Credential;
  readonly secret: string;
}

/** Registers, shows and changes OAuth2 clients; what it changes holds at once, also for a server that runs. */
export interface ClientRing {
  register(request: CredentialRequest): Promise<MadeClient>;
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
      const made = makeClientText(random);
      const client = await addCredential(store, made, request, clock.now());
      return { client, secret: made.secret };
    },
    list: async () => (await store.list()).map(({ credential }) => credential),
    async rotate(id, graceMs) {
      const secret = makeClientSecret(random);
      const outcome = await rotateCredential(store, { id, secret }, graceMs, clock.now());
      if (outcome.kind === "unknown") throw new ClientNotFoundError(id);
      if (outcome.kind === "worthless") throw new ClientWorthlessError(id, outcome.state);
      return { client: outcome.credential, secret };
    },
    async revoke(id) {
      if (!(await store.revoke(id, clock.now()))) throw new ClientNotFoundError(id);
    },
  };
}
