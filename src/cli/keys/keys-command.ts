import { CLIENT_SCOPES, type Credential, isScope, type KeyRing, SCOPES, type Scope } from "#app";
import type { CliIo } from "../cli-io.ts";
import { InvalidUsageError } from "../errors.ts";
import { EXIT_ANSWERED } from "../exit-codes.ts";
import { writeJson } from "../output/json.ts";
import { createStyle, wantsColour } from "../output/style.ts";
import { renderTable } from "../output/table.ts";
import { shortLine } from "../output/terminal-text.ts";

export interface CreateKeyFlags {
  readonly owner?: string;
  readonly tenant?: string;
  readonly scopes?: string;
  readonly json?: boolean;
}

const LONGEST_NAME = 128;

/**
 * Makes a key and prints it, the one time that it can be seen.
 *
 * @returns the exit code
 * @throws InvalidUsageError for a name, owner or scope that cannot be one
 */
export async function createKey(
  name: string,
  flags: CreateKeyFlags,
  ring: KeyRing,
  io: CliIo,
): Promise<number> {
  const { owner, tenant } = flags;
  const request = {
    name: label(name, "The name"),
    scopes: scopesOf(flags.scopes),
    ...(owner === undefined ? {} : { owner: label(owner, "--owner") }),
    ...(tenant === undefined ? {} : { tenant: label(tenant, "--tenant") }),
  };
  const { key, text } = await ring.create(request);
  if (flags.json) writeJson(io.stdout, { key: text, ...shown(key) });
  else {
    io.stderr.write(
      `Made the key ${key.id} for ${key.owner} (${key.scopes.join(", ")}). It is shown this once and stored nowhere:\n`,
    );
    io.stdout.write(`${text}\n`);
  }
  return EXIT_ANSWERED;
}

export async function listKeys(
  flags: { readonly json?: boolean },
  ring: KeyRing,
  io: CliIo,
): Promise<number> {
  const keys = await ring.list();
  if (flags.json) writeJson(io.stdout, { keys: keys.map(shown) });
  else if (keys.length === 0) io.stderr.write("There is no key. Make one: a2a-minions keys create NAME\n");
  else {
    const style = createStyle(wantsColour(io.stdout.isTerminal, io.env));
    const rows = keys.map((key) => [
      key.id,
      shortLine(key.name, 40),
      shortLine(key.owner, 40),
      shortLine(key.tenant, 40),
      timeText(key.createdAt),
      key.revokedAt === undefined ? "valid" : `revoked ${timeText(key.revokedAt)}`,
      key.scopes.join(" "),
    ]);
    const table = renderTable([["ID", "NAME", "OWNER", "TENANT", "MADE", "STATE", "SCOPES"], ...rows]);
    const [header = "", ...lines] = table.split("\n");
    io.stdout.write(`${[style.strong(header), ...lines].join("\n")}\n`);
  }
  return EXIT_ANSWERED;
}

/** @throws KeyNotFoundError */
export async function revokeKey(id: string, ring: KeyRing, io: CliIo): Promise<number> {
  await ring.revoke(id);
  io.stderr.write(`Revoked the key ${id}. It is worth nothing any more.\n`);
  return EXIT_ANSWERED;
}

function shown(key: Credential): Record<string, unknown> {
  const { createdAt, rotatedAt, lastUsedAt, expiresAt, revokedAt, ...rest } = key;
  return {
    ...rest,
    createdAt: isoTime(createdAt),
    rotatedAt: isoTime(rotatedAt),
    lastUsedAt: isoTime(lastUsedAt),
    expiresAt: isoTime(expiresAt),
    revokedAt: isoTime(revokedAt),
  };
}

function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

function scopesOf(text: string | undefined): Scope[] {
  if (text === undefined) return [...CLIENT_SCOPES];
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = words.filter((word) => !isScope(word));
  if (unknown.length > 0 || words.length === 0) {
    throw new InvalidUsageError(`--scopes takes ${SCOPES.join(", ")}; not "${unknown.join(", ")}".`);
  }
  return [...new Set(words.filter(isScope))];
}

function label(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new InvalidUsageError(`${what} must be 1 to ${LONGEST_NAME} characters on one line.`);
  }
  return trimmed;
}

function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}
