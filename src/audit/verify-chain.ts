import { type AuditHead, EMPTY_CHAIN, hashOf, type SealedEntry } from "./chain.ts";

export type ChainCheck =
  | { readonly kind: "whole"; readonly head: AuditHead }
  /** The first entry that is wrong; what comes after it is not looked at. */
  | { readonly kind: "broken"; readonly number: number; readonly problem: string }
  /** Every entry fits, and none is the one that the chain is known to have had: its end was cut off, or all was made anew. */
  | { readonly kind: "head-missing"; readonly head: AuditHead };

/**
 * Goes through a chain from its beginning.
 *
 * @param knownHash hash of an entry that was the last one at some time, kept where who changes the chain cannot change it
 */
export async function verifyChain(
  entries: AsyncIterable<SealedEntry>,
  knownHash?: string,
): Promise<ChainCheck> {
  let head = EMPTY_CHAIN;
  let seen = knownHash === undefined || knownHash === EMPTY_CHAIN.hash;
  for await (const entry of entries) {
    const problem = problemOf(entry, head);
    if (problem !== undefined) return { kind: "broken", number: entry.number, problem };
    head = { number: entry.number, hash: entry.hash };
    seen ||= entry.hash === knownHash;
  }
  return { kind: seen ? "whole" : "head-missing", head };
}

function problemOf(entry: SealedEntry, before: AuditHead): string | undefined {
  const expected = before.number + 1;
  if (entry.number > expected) {
    const last = entry.number - 1;
    return expected === last
      ? `entry ${expected} before it is missing`
      : `the entries ${expected} to ${last} before it are missing`;
  }
  if (entry.number < expected) return `it stands behind entry ${before.number}: it was put there`;
  if (hashOf(entry.body) !== entry.hash) return "its content is not what was written";
  const body = bodyOf(entry);
  if (
    body === undefined ||
    body["number"] !== entry.number ||
    body["action"] !== entry.action ||
    body["time"] !== new Date(entry.at).toISOString()
  ) {
    return "its content is not what was written";
  }
  if (body["previous"] !== before.hash) {
    return `it does not follow from entry ${before.number}: one of the two was changed, put there or put in another's place`;
  }
  return undefined;
}

function bodyOf({ body, at }: SealedEntry): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isTime = Number.isFinite(new Date(at).getTime());
    return typeof value === "object" && value !== null && isTime
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
