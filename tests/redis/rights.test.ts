import { expect, it } from "vitest";
import { createChannelHints } from "#engine";
import { systemTimers } from "#kernel";
import { openRateLimiters } from "#limits";
import { openRedis, RedisResultCache, redisChannels } from "#redis";
import { readPage } from "../docs/page.ts";
import { describeOnRedis } from "./describe-on-redis.ts";

describeOnRedis("a login of the rights that the how-to names", (start) => {
  it("is enough for hints, limits and replies, and for nothing beyond the prefix", async () => {
    const rule = /^user (a2a on .*)$/m.exec(readPage("how-to/scale.md"))?.[1] ?? "none";
    await using server = await start({ settings: ["--user", ...rule.split(" ")] });
    const silences: unknown[] = [];
    const connection = {
      url: `redis://a2a:secret@127.0.0.1:${server.port}/2`,
      timeoutMs: 500,
      onSilent: (reason: string) => silences.push(reason),
    };
    await using redis = await openRedis({ ...connection, keyPrefix: "a2a-minions:" });
    const create = await openRateLimiters({
      kind: "redis",
      client: redis.client,
      onApart: (error) => silences.push(error),
    });
    const limiter = create({ name: "key-60", max: 2, windowSeconds: 60 });
    expect(await limiter.take("ada")).toMatchObject({ remaining: 1 });
    await using hints = createChannelHints({
      open: redisChannels(redis),
      timers: systemTimers,
      instance: "here",
      onSilent: (error) => silences.push(error),
    });
    await expect.poll(() => hints.listening).toBe(true);
    const [results, key] = [new RedisResultCache(redis), { tenant: "t", owner: "o", hash: "h" }];
    await results.put(key, "said", 60_000);
    expect(await results.find(key)).toBe("said");
    expect(silences).toEqual([]);
    await using other = await openRedis({ ...connection, keyPrefix: "other:" });
    await expect(other.client.set("name", "value")).rejects.toThrow("NOPERM");
  });
});
