import { describe, expect, it } from "vitest";
import type { ResultCache, ResultKey } from "#cache";
import type { DatabaseStores } from "#stores";
import { type ContractOptions, GRACE_MS, StandingClock } from "./open-stores.ts";

type OpenStores = (options: ContractOptions) => Promise<DatabaseStores>;

/** An empty cache whose time passes when it is told to. */
export interface OpenedResults extends AsyncDisposable {
  readonly results: ResultCache;
  pass(ms: number): void | Promise<void>;
}

/** The result cache that stands in stores. */
export function resultsOf(open: OpenStores): () => Promise<OpenedResults> {
  return async () => {
    const clock = new StandingClock();
    const stores = await open({ clock, unheldDocumentGraceMs: GRACE_MS });
    const { results } = stores;
    return {
      results,
      pass: (ms) => clock.advance(ms),
      [Symbol.asyncDispose]: () => stores[Symbol.asyncDispose](),
    };
  };
}

const KEY: ResultKey = { tenant: "north", owner: "anna", hash: "a".repeat(64) };
const VALUE = JSON.stringify({ text: "Ünïcode, \u0000 and \ud800" });
const HOUR = 3_600_000;

/** What the result cache has to hold to, wherever it is. */
export function resultsContract(name: string, open: () => Promise<OpenedResults>): void {
  describe(`${name} as the result cache:`, () => {
    it("gives back what was put, and the newest of it", async () => {
      await using opened = await open();
      const { results } = opened;
      expect(await results.find(KEY)).toBeUndefined();
      await results.put(KEY, VALUE, HOUR);
      expect(await results.find(KEY)).toBe(VALUE);
      await results.put(KEY, '"other"', HOUR);
      expect(await results.find(KEY)).toBe('"other"');
    });

    it("holds a large one", async () => {
      await using opened = await open();
      const large = JSON.stringify("x".repeat(1_000_000));
      await opened.results.put(KEY, large, HOUR);
      expect(await opened.results.find(KEY)).toBe(large);
    });

    it.each<[string, Partial<ResultKey>]>([
      ["another owner", { owner: "bert" }],
      ["another tenant", { tenant: "south" }],
      ["an owner whose name holds the tenant's", { tenant: "", owner: "northanna" }],
      ["names with a separator in them", { tenant: "north:anna", owner: "" }],
      ["names with a separator elsewhere", { tenant: "", owner: "north:anna" }],
      ["names with marks and no text", { tenant: "north\u0000", owner: "anna\u0001" }],
      ["another request", { hash: "b".repeat(64) }],
    ])("keeps apart %s", async (_, other) => {
      await using opened = await open();
      const { results } = opened;
      await results.put(KEY, VALUE, HOUR);
      const theirs = { ...KEY, ...other };
      expect(await results.find(theirs)).toBeUndefined();
      await results.put(theirs, '"theirs"', HOUR);
      expect(await results.find(KEY)).toBe(VALUE);
      expect(await results.find(theirs)).toBe('"theirs"');
    });

    it("forgets what has expired, counted from when it was last put", async () => {
      await using opened = await open();
      const { results } = opened;
      await results.put(KEY, VALUE, HOUR);
      await opened.pass(HOUR - 60_000);
      expect(await results.find(KEY)).toBe(VALUE);
      await results.put(KEY, VALUE, HOUR);
      await opened.pass(HOUR - 60_000);
      expect(await results.find(KEY)).toBe(VALUE);
      await opened.pass(60_000);
      expect(await results.find(KEY)).toBeUndefined();
    });
  });
}

/** What holds besides where the cache stands in the database of the tasks, and takes of its room. */
export function resultsInStoreContract(name: string, open: OpenStores): void {
  describe(`${name} as the room of the result cache:`, () => {
    const hashOf = (index: number): string => String(index).padStart(64, "0");
    const fill = async (results: ResultCache, count: number, clock: StandingClock): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        clock.advance(1);
        await results.put({ ...KEY, hash: hashOf(index) }, JSON.stringify("ä".repeat(49)), HOUR);
      }
    };
    const left = async (results: ResultCache, count: number): Promise<number[]> => {
      const found: number[] = [];
      for (let index = 0; index < count; index += 1) {
        if ((await results.find({ ...KEY, hash: hashOf(index) })) !== undefined) found.push(index);
      }
      return found;
    };

    it.each([
      [1_000, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      [999, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
      [250, [8, 9]],
      [0, []],
    ])("keeps the newest %d bytes", async (maxBytes, kept) => {
      const clock = new StandingClock();
      await using stores = await open({ clock, unheldDocumentGraceMs: GRACE_MS });
      await fill(stores.results, 10, clock);
      await stores.results.trim(maxBytes);
      expect(await left(stores.results, 10)).toEqual(kept);
    });

    it("is given back by retention, also where there is much of it", async () => {
      const clock = new StandingClock();
      await using stores = await open({ clock, unheldDocumentGraceMs: GRACE_MS });
      await fill(stores.results, 250, clock);
      clock.advance(HOUR - 10);
      await stores.tasks.removeFinished({ olderThan: 0, maxTasks: 100 });
      // Time is turned back so that what is there shows, expired or not.
      clock.advance(-HOUR);
      expect((await left(stores.results, 250)).length).toBe(10);
    });
  });
}
