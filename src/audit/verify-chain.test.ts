import { describe, expect, it } from "vitest";
import type { AuditEvent } from "./audit-event.ts";
import { entryOfLine, lineOf } from "./audit-line.ts";
import { canonicalJson, EMPTY_CHAIN, hashOf, type SealedEntry, sealEvents } from "./chain.ts";
import { verifyChain } from "./verify-chain.ts";

const revoked = (target: string): AuditEvent => ({
  action: "key-revoked",
  actor: { kind: "operator", user: "root" },
  outcome: "done",
  target,
  details: {},
});

const CHAIN = sealEvents(
  EMPTY_CHAIN,
  ["a", "b", "c", "d", "e"].map((id, index) => ({ at: 1_700_000_000_000 + index, event: revoked(id) })),
);

async function* each(entries: readonly SealedEntry[]): AsyncGenerator<SealedEntry> {
  yield* entries;
}

const check = (entries: readonly SealedEntry[], head?: string) => verifyChain(each(entries), head);
const at = (index: number): SealedEntry => CHAIN[index] as SealedEntry;
/** A change by somebody who knows how entries are hashed. */
const forged = (entry: SealedEntry, changes: Record<string, unknown>): SealedEntry => {
  const body = canonicalJson({ ...(JSON.parse(entry.body) as object), ...changes });
  return { ...entry, body, hash: hashOf(body) };
};

describe("a chain of audit entries", () => {
  it("is whole as it was written, also once it went through a file", async () => {
    const head = { number: 5, hash: at(4).hash };
    expect(await check(CHAIN)).toEqual({ kind: "whole", head });
    expect(await check(CHAIN, at(2).hash)).toEqual({ kind: "whole", head });
    expect(await check([])).toEqual({ kind: "whole", head: EMPTY_CHAIN });
    const fromFile = CHAIN.map((entry) => entryOfLine(lineOf(entry)) as SealedEntry);
    expect(fromFile).toEqual(CHAIN);
  });

  it.each<[string, readonly SealedEntry[], number]>([
    ["a changed entry", [at(0), { ...at(1), body: at(1).body.replace('"b"', '"x"') }, at(2)], 2],
    ["a changed column", [at(0), { ...at(1), action: "key-created" }, at(2)], 2],
    ["a changed time", [at(0), { ...at(1), at: 5 }, at(2)], 2],
    ["a time that is none", [at(0), { ...at(1), at: Number.NaN }, at(2)], 2],
    ["an entry that is no JSON", [at(0), { ...at(1), body: "x", hash: hashOf("x") }], 2],
    ["a changed entry with its hash made anew", [at(0), forged(at(1), { target: "x" }), at(2)], 3],
    ["a removed entry", [at(0), at(2), at(3)], 3],
    ["a removed first entry", [at(1), at(2)], 2],
    ["a removed entry, the others renumbered", [at(0), { ...forged(at(2), { number: 2 }), number: 2 }], 2],
    ["an entry put there", [at(0), at(1), forged(at(1), { target: "x" }), at(2)], 2],
    ["an entry that stands twice", [at(0), at(1), at(1), at(2)], 2],
    ["entries in another order", [at(0), at(2), at(1), at(3)], 3],
    [
      "two entries that changed places and numbers",
      [at(0), { ...forged(at(2), { number: 2 }), number: 2 }, { ...forged(at(1), { number: 3 }), number: 3 }],
      2,
    ],
  ])("shows %s", async (_what, entries, number) => {
    expect(await check(entries)).toMatchObject({ kind: "broken", number });
  });

  it("shows that its end was cut off, or that all of it was made anew, to who kept its last hash", async () => {
    const cut = CHAIN.slice(0, 3);
    expect(await check(cut)).toMatchObject({ kind: "whole" });
    expect(await check(cut, at(4).hash)).toMatchObject({ kind: "head-missing", head: { number: 3 } });
    const anew = sealEvents(EMPTY_CHAIN, [{ at: 1, event: revoked("x") }]);
    expect(await check(anew, at(4).hash)).toMatchObject({ kind: "head-missing" });
    expect(await check([], at(4).hash)).toMatchObject({ kind: "head-missing" });
  });

  it("holds no text that is longer than a name", () => {
    const [entry] = sealEvents(EMPTY_CHAIN, [{ at: 1, event: revoked("x".repeat(10_000)) }]);
    expect(entry?.body.length).toBeLessThan(700);
  });
});
