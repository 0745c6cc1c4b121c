import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import {
  type AuditTrail,
  type ChainCheck,
  EMPTY_CHAIN,
  entriesOf,
  entryOfLine,
  lineOf,
  type SealedEntry,
  verifyChain,
} from "#app";
import type { CliIo } from "../cli-io.ts";
import { FileUnreadableError, InvalidUsageError, systemCodeOf } from "../errors.ts";
import { EXIT_ANSWERED, EXIT_TAMPERED } from "../exit-codes.ts";
import { agoOf } from "../keys/key-times.ts";
import type { JsonFlag } from "../keys/keys-command.ts";
import { writeJson } from "../output/json.ts";
import { shortLine } from "../output/terminal-text.ts";

export interface VerifyFlags extends JsonFlag {
  readonly head?: string;
}

export interface ListFlags extends JsonFlag {
  readonly since?: string;
  readonly action?: string;
}

/** @returns the exit code: another one where the chain is not whole */
export async function verifyAudit(
  entries: AsyncIterable<SealedEntry>,
  flags: VerifyFlags,
  io: CliIo,
): Promise<number> {
  const known = flags.head?.trim().toLowerCase();
  if (known !== undefined && !/^[0-9a-f]{64}$/.test(known)) {
    throw new InvalidUsageError("--head takes a hash as audit head prints it: 64 hexadecimal digits.");
  }
  const check = await verifyChain(entries, known);
  if (flags.json) writeJson(io.stdout, check);
  else io.stdout.write(`${wordsFor(check)}\n`);
  return check.kind === "whole" ? EXIT_ANSWERED : EXIT_TAMPERED;
}

function wordsFor(check: ChainCheck): string {
  switch (check.kind) {
    case "whole":
      return `The chain is whole: ${check.head.number} entries. Its last hash is ${check.head.hash}`;
    case "broken":
      return `Entry ${check.number} is wrong: ${check.problem}.`;
    case "head-missing":
      return `All ${check.head.number} entries fit, but none has the hash of --head: the end was cut off, or all was made anew.`;
  }
}

export async function printHead(trail: AuditTrail, flags: JsonFlag, io: CliIo): Promise<number> {
  const head = await trail.head();
  if (flags.json) writeJson(io.stdout, head);
  else io.stdout.write(`${head.hash}\n`);
  return EXIT_ANSWERED;
}

/** One line an entry, oldest first; with `--json` the entries as they are hashed. */
export async function listAudit(trail: AuditTrail, flags: ListFlags, io: CliIo): Promise<number> {
  const since = flags.since === undefined ? 0 : agoOf(flags.since, "--since", Date.now());
  for await (const entry of entriesOf(trail)) {
    if (entry.at < since || (flags.action !== undefined && entry.action !== flags.action)) continue;
    io.stdout.write(flags.json ? `${entry.body}\n` : `${lineFor(entry)}\n`);
  }
  return EXIT_ANSWERED;
}

/** All entries with their hashes, for `audit verify --file` elsewhere. */
export async function exportAudit(trail: AuditTrail, io: CliIo): Promise<number> {
  for await (const entry of entriesOf(trail)) io.stdout.write(lineOf(entry));
  return EXIT_ANSWERED;
}

function lineFor({ number, at, action, body }: SealedEntry): string {
  const { actor, outcome, target, details } = JSON.parse(body) as Record<string, unknown>;
  const told = Object.entries(details ?? {}).map(([name, value]) => `${name}=${String(value)}`);
  const cells = [
    String(number).padStart(6),
    new Date(at).toISOString(),
    action,
    String(outcome),
    actorText(actor),
    ...(typeof target === "string" ? [target] : []),
    ...told,
  ];
  return shortLine(cells.join("  "), 400);
}

function actorText(actor: unknown): string {
  const { kind, ...rest } = (actor ?? {}) as Record<string, unknown>;
  return [kind, ...Object.values(rest)].map(String).join(":");
}

/** Entries of a file of JSON lines; a line that is none is given as an entry that no chain has. */
export async function* entriesInFile(path: string, absolute: string): AsyncGenerator<SealedEntry> {
  let expected = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(absolute, "utf8") })) {
      if (line.trim() === "") continue;
      expected += 1;
      const entry = entryOfLine(line);
      yield entry ?? {
        number: expected,
        at: 0,
        action: "server-started",
        body: "",
        hash: EMPTY_CHAIN.hash,
      };
      if (entry === undefined) return;
      expected = entry.number;
    }
  } catch (error) {
    throw new FileUnreadableError(path, systemCodeOf(error), { cause: error });
  }
}
