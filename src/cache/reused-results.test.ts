import { describe, expect, it } from "vitest";
import type { ResultCache } from "./result-cache.ts";
import { ReusedResults } from "./reused-results.ts";

const ADA = { tenant: "north", owner: "ada" };
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function rig(change: Partial<ResultCache> = {}, maxBytes = 1_600) {
  const kept = new Map<string, string>();
  const told: string[] = [];
  const trimmed: number[] = [];
  const cache: ResultCache = {
    find: async ({ hash }) => kept.get(hash),
    put: async ({ hash }, value) => void kept.set(hash, value),
    trim: async (bytes) => void trimmed.push(bytes),
    ...change,
  };
  const results = new ReusedResults({
    ...{ cache, maxBytes, ttlMs: 1 },
    onLookUp: (outcome) => told.push(outcome),
    onKeep: (outcome) => told.push(outcome),
    onFault: (error) => told.push(String(error)),
  });
  return { of: results.of(ADA), kept, told, trimmed };
}

describe("results that are reused", () => {
  it("are given to who reads them, and told of", async () => {
    const { of, told } = rig();
    expect(await of.find("a", asText)).toBeUndefined();
    await of.keep("a", "said");
    expect(await of.find("a", asText)).toBe("said");
    expect(told).toEqual(["miss", "kept", "hit"]);
  });

  it.each([
    ["no JSON", "{"],
    ["of another form", "[1]"],
  ])("count as failed where what stands there is %s", async (_, text) => {
    const { of, kept, told } = rig();
    kept.set("a", text);
    expect(await of.find("a", asText)).toBeUndefined();
    expect(told).toEqual(["failed"]);
  });

  it("are done without while the cache is away, which is told once for each time that it goes", async () => {
    let away = true;
    const answer = async () => {
      if (away) throw new Error("away");
    };
    const { of, told } = rig({ find: async () => void (await answer()), put: answer });
    await of.find("a", asText);
    await of.keep("a", "said");
    expect(told).toEqual(["failed", "Error: away", "failed"]);
    away = false;
    await of.find("a", asText);
    away = true;
    await of.keep("a", "said");
    expect(told.slice(3)).toEqual(["miss", "failed", "Error: away"]);
  });

  it("of more than their share of the room are not kept", async () => {
    const { of, kept, told } = rig();
    await of.keep("a", "x".repeat(99));
    await of.keep("b", "x".repeat(98));
    expect([...kept.keys()]).toEqual(["b"]);
    expect(told).toEqual(["too-large", "kept"]);
  });

  it("are trimmed to the room that there is each time a share of it was added", async () => {
    const { of, trimmed } = rig();
    for (let index = 0; index < 10; index += 1) await of.keep(`${index}`, "x".repeat(48));
    expect(trimmed).toEqual([1_600, 1_600, 1_600, 1_600, 1_600]);
  });

  it("lose nothing by a trim that fails", async () => {
    const trim = async () => Promise.reject(new Error("away"));
    const { of, told } = rig({ trim });
    await of.keep("a", "x".repeat(98));
    expect(await of.find("a", asText)).toBe("x".repeat(98));
    expect(told).toEqual(["kept", "Error: away", "hit"]);
  });
});
