import { type Credential, credentialState } from "#app";
import type { CliIo } from "../cli-io.ts";
import { createStyle, wantsColour } from "../output/style.ts";
import { renderTable } from "../output/table.ts";
import { shortLine } from "../output/terminal-text.ts";

const LONGEST_CELL = 40;

/** A credential for `--json`: times as ISO 8601, null where there is none, and what it is worth now. */
export function credentialDocument(credential: Credential, now: number): Record<string, unknown> {
  const { createdAt, rotatedAt, lastUsedAt, expiresAt, revokedAt, ...rest } = credential;
  return {
    ...rest,
    state: credentialState(credential, now),
    createdAt: isoTime(createdAt),
    rotatedAt: isoTime(rotatedAt),
    lastUsedAt: isoTime(lastUsedAt),
    expiresAt: isoTime(expiresAt),
    revokedAt: isoTime(revokedAt),
  };
}

export function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

/** Writes credentials as a table, one a line. */
export function writeCredentials(credentials: readonly Credential[], now: number, io: CliIo): void {
  const style = createStyle(wantsColour(io.stdout.isTerminal, io.env));
  const header = ["ID", "NAME", "OWNER", "TENANT", "TIER", "MADE", "LAST USED", "STATE", "SCOPES"];
  const rows = credentials.map((credential) => [
    credential.id,
    ...[credential.name, credential.owner, credential.tenant, credential.tier].map((text) =>
      shortLine(text, LONGEST_CELL),
    ),
    timeText(credential.createdAt),
    credential.lastUsedAt === undefined ? "never" : timeText(credential.lastUsedAt),
    stateText(credential, now),
    credential.scopes.join(" "),
  ]);
  const [first = "", ...lines] = renderTable([header, ...rows]).split("\n");
  io.stdout.write(`${[style.strong(first), ...lines].join("\n")}\n`);
}

function stateText(credential: Credential, now: number): string {
  const { expiresAt, revokedAt } = credential;
  if (revokedAt !== undefined) return `revoked ${timeText(revokedAt)}`;
  if (expiresAt === undefined) return "valid";
  return `${expiresAt <= now ? "expired" : "valid until"} ${timeText(expiresAt)}`;
}

/** To the minute, in UTC. */
export function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}
