import type { ClientRing, Credential } from "#app";
import type { CliIo } from "../cli-io.ts";
import { EXIT_ANSWERED } from "../exit-codes.ts";
import { type CredentialFlags, requestedCredential } from "../keys/credential-words.ts";
import { durationOf } from "../keys/key-times.ts";
import type { JsonFlag, RotateFlags } from "../keys/keys-command.ts";
import { credentialDocument, timeText, writeCredentials } from "../keys/show-credential.ts";
import { writeJson } from "../output/json.ts";

export interface RegisterFlags extends CredentialFlags, JsonFlag {}

/** What the commands about clients work with. */
export interface ClientsDeps {
  readonly ring: ClientRing;
  readonly io: CliIo;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** True where the configuration at hand has a key to sign tokens with. */
  readonly givesTokens: boolean;
}

/**
 * Registers a client and prints its credentials, the one time that they can be seen.
 *
 * @returns the exit code
 * @throws InvalidUsageError for a name, owner or scope that cannot be one
 */
export async function registerClient(name: string, flags: RegisterFlags, deps: ClientsDeps): Promise<number> {
  const { ring, io } = deps;
  const { client, secret } = await ring.register(requestedCredential(name, flags));
  tellSecret(
    client,
    secret,
    flags,
    deps,
    `Registered the client ${client.id} for ${client.owner} (${client.scopes.join(", ")}).`,
  );
  if (!deps.givesTokens) {
    io.stderr.write("The server gives no tokens yet: start it with A2A_JWT_SECRET or A2A_JWT_KEYS.\n");
  }
  return EXIT_ANSWERED;
}

export async function listClients(flags: JsonFlag, { ring, io, now }: ClientsDeps): Promise<number> {
  const clients = await ring.list();
  if (flags.json)
    writeJson(io.stdout, { clients: clients.map((client) => credentialDocument(client, now())) });
  else if (clients.length === 0) {
    io.stderr.write("There is no client. Register one: a2a-minions clients register NAME\n");
  } else writeCredentials(clients, now(), io);
  return EXIT_ANSWERED;
}

/** @throws ClientNotFoundError, ClientWorthlessError, InvalidUsageError */
export async function rotateClient(id: string, flags: RotateFlags, deps: ClientsDeps): Promise<number> {
  const graceMs = durationOf(flags.grace, "--grace");
  const { client, secret } = await deps.ring.rotate(id, graceMs);
  const before =
    graceMs === 0
      ? "The secret before is worth nothing any more."
      : `The secret before is good until ${timeText(deps.now() + graceMs)} UTC.`;
  tellSecret(client, secret, flags, deps, `The client ${id} has a new secret. ${before}`);
  return EXIT_ANSWERED;
}

/** @throws ClientNotFoundError */
export async function revokeClient(id: string, flags: JsonFlag, { ring, io }: ClientsDeps): Promise<number> {
  await ring.revoke(id);
  if (flags.json) writeJson(io.stdout, { id, state: "revoked" });
  else io.stderr.write(`Revoked the client ${id}. It and its tokens are worth nothing any more.\n`);
  return EXIT_ANSWERED;
}

function tellSecret(
  client: Credential,
  secret: string,
  { json }: JsonFlag,
  { io, now }: ClientsDeps,
  words: string,
): void {
  if (json) {
    writeJson(io.stdout, { clientId: client.id, clientSecret: secret, ...credentialDocument(client, now()) });
    return;
  }
  io.stderr.write(`${words} The secret is shown this once and stored nowhere:\n`);
  io.stdout.write(`client_id=${client.id}\nclient_secret=${secret}\n`);
}
