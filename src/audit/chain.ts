import { createHash } from "node:crypto";
import type { AuditAction, AuditEvent } from "./audit-event.ts";

/** The last entry of a chain, or what stands before the first. Who keeps it elsewhere can tell a chain that was cut. */
export interface AuditHead {
  /** Of the last entry, from 1; 0 where there is none. */
  readonly number: number;
  readonly hash: string;
}

/** An entry as it is kept. */
export interface SealedEntry {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: AuditAction;
  /** The whole entry as canonical JSON, the hash of the one before it included. */
  readonly body: string;
  /** SHA-256 of the body, in hexadecimal digits. */
  readonly hash: string;
}

/** An event and when it happened. */
export interface TimedEvent {
  readonly at: number;
  readonly event: AuditEvent;
}

export const EMPTY_CHAIN: AuditHead = { number: 0, hash: "0".repeat(64) };

/** Longest text of an entry: names and ids fit, what people write to each other does not. */
const LONGEST_TEXT = 256;

/** Puts events behind the head, each bound to the one before it. */
export function sealEvents(head: AuditHead, events: readonly TimedEvent[]): SealedEntry[] {
  const entries: SealedEntry[] = [];
  let { number, hash } = head;
  for (const { at, event } of events) {
    number += 1;
    const { actor, action, target = null, outcome, details } = event;
    const time = new Date(at).toISOString();
    const body = canonicalJson({ number, time, actor, action, target, outcome, details, previous: hash });
    hash = hashOf(body);
    entries.push({ number, at, action, body, hash });
  }
  return entries;
}

export function headOf(entries: readonly SealedEntry[], before: AuditHead): AuditHead {
  const last = entries.at(-1);
  return last === undefined ? before : { number: last.number, hash: last.hash };
}

export function hashOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

/** JSON that is the same wherever it is made: keys in order, no blanks, long texts cut. */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const parts = fields
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${parts.join(",")}}`;
}
