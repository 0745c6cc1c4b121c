import type { KeyRing } from "#app";
import type { CliIo } from "../cli-io.ts";
import { EXIT_ANSWERED } from "../exit-codes.ts";
import { writeJson } from "../output/json.ts";
import { type CredentialFlags, requestedCredential } from "./credential-words.ts";
import { durationOf, endOf } from "./key-times.ts";
import { credentialDocument, isoTime, timeText, writeCredentials } from "./show-credential.ts";

export interface JsonFlag {
  readonly json?: boolean;
}

export interface CreateKeyFlags extends CredentialFlags, JsonFlag {
  readonly expires?: string;
}

/** What the commands about keys work with. */
export interface KeysDeps {
  readonly ring: KeyRing;
  readonly io: CliIo;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Makes a key and prints it, the one time that it can be seen.
 *
 * @returns the exit code
 * @throws InvalidUsageError for a name, owner, scope or time that cannot be one
 */
export async function createKey(name: string, flags: CreateKeyFlags, deps: KeysDeps): Promise<number> {
  const { ring, io, now } = deps;
  const { expires } = flags;
  const { key, text } = await ring.create({
    ...requestedCredential(name, flags),
    ...(expires === undefined ? {} : { expiresAt: endOf(expires, "--expires", now()) }),
  });
  if (flags.json) writeJson(io.stdout, { key: text, ...credentialDocument(key, now()) });
  else {
    const until = key.expiresAt === undefined ? "" : `, valid until ${timeText(key.expiresAt)} UTC`;
    io.stderr.write(
      `Made the key ${key.id} for ${key.owner} (${key.scopes.join(", ")}${until}). It is shown this once and stored nowhere:\n`,
    );
    io.stdout.write(`${text}\n`);
  }
  return EXIT_ANSWERED;
}

export async function listKeys(flags: JsonFlag, { ring, io, now }: KeysDeps): Promise<number> {
  const keys = await ring.list();
  if (flags.json) writeJson(io.stdout, { keys: keys.map((key) => credentialDocument(key, now())) });
  else if (keys.length === 0) io.stderr.write("There is no key. Make one: a2a-minions keys create NAME\n");
  else writeCredentials(keys, now(), io);
  return EXIT_ANSWERED;
}

export interface RotateFlags extends JsonFlag {
  readonly grace: string;
}

/** @throws KeyNotFoundError, KeyWorthlessError, InvalidUsageError */
export async function rotateKey(id: string, flags: RotateFlags, deps: KeysDeps): Promise<number> {
  const { ring, io, now } = deps;
  const graceMs = durationOf(flags.grace, "--grace");
  const { key, text } = await ring.rotate(id, graceMs);
  const previousValidUntil = graceMs === 0 ? undefined : (key.rotatedAt ?? now()) + graceMs;
  if (flags.json) {
    const previous = { previousValidUntil: isoTime(previousValidUntil) };
    writeJson(io.stdout, { key: text, ...credentialDocument(key, now()), ...previous });
  } else {
    const before =
      previousValidUntil === undefined
        ? "The text before is worth nothing any more."
        : `The text before is good until ${timeText(previousValidUntil)} UTC.`;
    io.stderr.write(
      `The key ${id} has a new text. ${before} The new one is shown this once and stored nowhere:\n`,
    );
    io.stdout.write(`${text}\n`);
  }
  return EXIT_ANSWERED;
}

/** @throws KeyNotFoundError */
export async function revokeKey(id: string, flags: JsonFlag, { ring, io }: KeysDeps): Promise<number> {
  await ring.revoke(id);
  if (flags.json) writeJson(io.stdout, { id, state: "revoked" });
  else io.stderr.write(`Revoked the key ${id}. It is worth nothing any more.\n`);
  return EXIT_ANSWERED;
}
