import { describe, expect, it } from "vitest";
import { openRedis, RedisResultCache } from "#redis";
import { type OpenedResults, resultsContract } from "../contract/stores/results-contract.ts";
import { describeOnRedis } from "./describe-on-redis.ts";
import type { RealRedis } from "./real-redis.ts";

const PREFIX = "test:";

function connect({ url }: RealRedis) {
  return openRedis({ url, keyPrefix: PREFIX, timeoutMs: 1_000 });
}

/** Redis has its own clock: time passes in it by what is taken from the time that is left. */
async function letPass(server: RealRedis, ms: number): Promise<void> {
  await using plain = await openRedis({ url: server.url, keyPrefix: "", timeoutMs: 1_000 });
  for (const name of await plain.client.keys("*")) {
    await plain.client.pexpire(name, (await plain.client.pttl(name)) - ms);
  }
}

describeOnRedis("a real Redis", (start) => {
  const open = async (): Promise<OpenedResults> => {
    await using opening = new AsyncDisposableStack();
    const server = opening.use(await start());
    const redis = opening.use(await connect(server));
    const opened = opening.move();
    return {
      results: new RedisResultCache(redis),
      pass: (ms) => letPass(server, ms),
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  };

  resultsContract("Redis", open);

  describe("as the result cache", () => {
    it("holds no owner's name, nothing that never expires, and nothing outside the prefix", async () => {
      await using server = await start();
      await using redis = await connect(server);
      const key = { tenant: "north", owner: "anna", hash: "a".repeat(64) };
      await new RedisResultCache(redis).put(key, '"said"', 1_000.5);
      await using plain = await openRedis({ url: server.url, keyPrefix: "", timeoutMs: 1_000 });
      const names = await plain.client.keys("*");
      expect(names).toEqual([expect.stringMatching(/^test:result:[0-9a-f]{64}$/)]);
      expect(await plain.client.pttl(names[0] ?? "")).toBeGreaterThan(0);
    });
  });
});
