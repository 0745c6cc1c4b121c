import { z } from "zod";
import type { AuditAction } from "./audit-event.ts";
import { canonicalJson, type SealedEntry } from "./chain.ts";

const lineSchema = z.strictObject({
  hash: z.string(),
  entry: z.looseObject({ number: z.number().int(), time: z.string(), action: z.string() }),
});

/** An entry as one line of a file. */
export function lineOf({ hash, body }: SealedEntry): string {
  return `{"hash":${JSON.stringify(hash)},"entry":${body}}\n`;
}

/** Undefined for a line that is no entry. What the line means counts, not how it is set. */
export function entryOfLine(line: string): SealedEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { hash, entry } = parsed.data;
  const { number, time, action } = entry;
  return {
    number,
    at: Date.parse(time),
    action: action as AuditAction,
    body: canonicalJson(entry),
    hash,
  };
}
