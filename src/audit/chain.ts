import { hash } from "node:crypto";
import { orderedJson } from "#kernel";
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
  let { number, hash: previous } = head;
  for (const { at, event } of events) {
    number += 1;
    const { actor, action, target = null, outcome, details } = event;
    const time = new Date(at).toISOString();
    // Named in the order in which they stand, which spares the sorting.
    const body = canonicalJson({ action, actor, details, number, outcome, previous, target, time });
    previous = hashOf(body);
    entries.push({ number, at, action, body, hash: previous });
  }
  return entries;
}

export function headOf(entries: readonly SealedEntry[], before: AuditHead): AuditHead {
  const last = entries.at(-1);
  return last === undefined ? before : { number: last.number, hash: last.hash };
}

export function hashOf(body: string): string {
  return hash("sha256", body);
}

/** JSON that is the same wherever it is made: keys in order, no blanks, long texts cut. */
export function canonicalJson(value: unknown): string {
  return orderedJson(value, LONGEST_TEXT);
}
