import { describe, expect, it } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

function cacheOf(...entries: readonly (readonly [key: string, weight: number])[]) {
  const cache = new BoundedCache<string, string>({ maxWeight: 10, maxEach: 6 });
  for (const [key, weight] of entries) cache.set(key, `value of ${key}`, weight);
  return cache;
}

function keysIn(cache: BoundedCache<string, string>): string {
  return ["a", "b", "c", "d"].filter((key) => cache.get(key) !== undefined).join(" ");
}

describe("the bounded cache", () => {
  const TABLE: readonly [name: string, entries: readonly (readonly [string, number])[], kept: string][] = [
    [
      "keeps all that fits",
      [
        ["a", 5],
        ["b", 5],
      ],
      "a b",
    ],
    [
      "lets go of what came first",
      [
        ["a", 3],
        ["b", 3],
        ["c", 3],
        ["d", 3],
      ],
      "c d",
    ],
    [
      "lets go of several for a heavy one",
      [
        ["a", 3],
        ["b", 3],
        ["c", 3],
        ["d", 6],
      ],
      "d",
    ],
    [
      "does not take what is too heavy",
      [
        ["a", 4],
        ["b", 7],
      ],
      "a",
    ],
    [
      "counts a value that is replaced once",
      [
        ["a", 4],
        ["a", 6],
        ["b", 4],
      ],
      "a b",
    ],
  ];
  for (const [name, entries, kept] of TABLE) {
    it(name, () => expect(keysIn(cacheOf(...entries))).toBe(kept));
  }

  it("forgets what a value that is too heavy would have replaced", () => {
    expect(cacheOf(["a", 4], ["a", 7]).get("a")).toBeUndefined();
  });

  it("forgets what is deleted, and has room again", () => {
    const cache = cacheOf(["a", 6], ["b", 4]);
    cache.delete("a");
    cache.set("c", "value of c", 6);
    expect(keysIn(cache)).toBe("b c");
    cache.clear();
    expect(keysIn(cache)).toBe("");
  });
});
