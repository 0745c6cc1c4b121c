import { expect, it } from "vitest";
import { openRateLimiters, type RateLimiter, type RatePolicy, type RateTaken } from "#limits";
import { openRedis, type RedisConnection } from "#redis";
import { describeOnRedis } from "../../redis/describe-on-redis.ts";

const POLICY = { name: "key-60", max: 10, windowSeconds: 60 };

interface Server extends AsyncDisposable {
  readonly redis: RedisConnection;
  /** What was told of counting alone and together. */
  readonly told: string[];
  limiter(policy?: Partial<RatePolicy>): RateLimiter;
}

/** What one server counts with. */
async function server(url: string): Promise<Server> {
  const redis = await openRedis({ url, keyPrefix: "test:", timeoutMs: 300 });
  const told: string[] = [];
  const create = await openRateLimiters({
    kind: "redis",
    client: redis.client,
    onApart: () => told.push("apart"),
    onTogether: () => told.push("together"),
  });
  return {
    redis,
    told,
    limiter: (policy) => create({ ...POLICY, ...policy }),
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  };
}

const times = (count: number, limiter: RateLimiter | undefined, key = "ada"): Promise<RateTaken>[] =>
  Array.from({ length: count }, () => limiter?.take(key) ?? Promise.reject(new Error("no limiter")));

const passed = (taken: readonly RateTaken[]): number => taken.filter(({ refused }) => !refused).length;

describeOnRedis("Requests counted in Redis", (start) => {
  it("are counted together by all servers, and those too many refused", async () => {
    await using real = await start();
    await using one = await server(real.url);
    await using two = await server(real.url);
    const limiters = [one.limiter(), two.limiter()];
    const taken = await Promise.all(limiters.flatMap((limiter) => times(9, limiter)));
    expect(passed(taken)).toBe(10);
    for (const { resetSeconds } of taken) expect(resetSeconds).toBeGreaterThan(50);
    expect(await limiters[0]?.take("bob")).toMatchObject({ refused: false, remaining: 9 });
  });

  it("are known again by a server that was started anew", async () => {
    await using real = await start();
    {
      await using before = await server(real.url);
      await Promise.all(times(8, before.limiter()));
    }
    await using after = await server(real.url);
    expect(await after.limiter().take("ada")).toMatchObject({ remaining: 1 });
  });

  it("count from nothing where Redis forgets everything, its scripts too", async () => {
    await using real = await start();
    await using one = await server(real.url);
    const limiter = one.limiter();
    await Promise.all(times(3, limiter));
    await one.redis.client.flushall();
    await one.redis.client.script("FLUSH");
    expect(await limiter.take("ada")).toMatchObject({ refused: false, remaining: 9 });
  });

  it("are counted here while Redis is away: nobody fails, and nobody is without limit", async () => {
    await using real = await start();
    await using one = await server(real.url);
    const [limiter, stricter] = [one.limiter(), one.limiter({ max: 4 })];
    await limiter.take("ada");
    await real.kill();
    expect(passed(await Promise.all(times(25, limiter)))).toBe(10);
    // The same count, whatever a tier compares it to.
    expect(passed(await Promise.all(times(3, stricter)))).toBe(0);
    expect(passed(await Promise.all(times(25, stricter, "bob")))).toBe(4);
    await real.start();
    await expect.poll(() => one.redis.answers).toBe(true);
    expect(await limiter.take("eve")).toMatchObject({ remaining: 9 });
    await using two = await server(real.url);
    expect(await two.limiter().take("eve")).toMatchObject({ remaining: 8 });
    expect([one.told, two.told]).toEqual([["apart", "together"], []]);
  });

  it("wait for no Redis that stands still for longer than its time", async () => {
    await using real = await start();
    await using one = await server(real.url);
    const limiter = one.limiter();
    await limiter.take("ada");
    real.freeze();
    expect(passed(await Promise.all(times(25, limiter)))).toBe(10);
    await expect.poll(() => one.redis.answers).toBe(false);
    expect(passed(await Promise.all(times(25, limiter, "bob")))).toBe(10);
    real.thaw();
  });

  it("are counted here where Redis takes no writes", async () => {
    await using real = await start({ settings: ["--replicaof", "127.0.0.1", "1"] });
    await using one = await server(real.url);
    expect(passed(await Promise.all(times(25, one.limiter())))).toBe(10);
  });
});
