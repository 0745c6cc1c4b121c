import { expect, it } from "vitest";
import { openRedis, type RedisConnection, type RedisOptions } from "#redis";
import { makeAuthority, makeCertificate } from "../tls/certificates.ts";
import { describeOnRedis } from "./describe-on-redis.ts";

const QUICK = { keyPrefix: "test:", timeoutMs: 300 };

/** A connection that remembers what it told. */
async function connect(
  url: string,
  more: Partial<RedisOptions> = {},
): Promise<{ readonly redis: RedisConnection; readonly told: string[] }> {
  const told: string[] = [];
  const redis = await openRedis({
    ...QUICK,
    url,
    onSilent: (reason) => told.push(reason),
    onBack: () => told.push("back"),
    ...more,
  });
  return { redis, told };
}

describeOnRedis("a connection to Redis", (start) => {
  it("keeps its keys under the prefix, in the database of the URL", async () => {
    await using server = await start();
    const url = `redis://127.0.0.1:${server.port}`;
    await using plain = (await connect(url, { keyPrefix: "other:" })).redis;
    await using redis = (await connect(`${url}/3`)).redis;
    await redis.client.set("name", "value");
    expect(redis.name).toBe(`127.0.0.1:${server.port}/3`);
    expect(await plain.client.keys("*")).toEqual([]);
    await plain.client.select(3);
    expect(await plain.client.keys("*")).toEqual(["test:name"]);
  });

  it("rejects at once while Redis is away, tells it once, and works again when it is back", async () => {
    await using server = await start();
    const { redis, told } = await connect(server.url);
    await using _closed = redis;
    await server.kill();
    await expect.poll(() => redis.answers).toBe(false);
    for (let count = 0; count < 3; count += 1) await expect(redis.client.get("name")).rejects.toThrow();
    expect(told).toEqual(["the connection broke"]);
    await server.start();
    await expect.poll(() => redis.answers).toBe(true);
    expect(await redis.client.get("name")).toBeNull();
    expect(told).toEqual(["the connection broke", "back"]);
  });

  it("waits for no Redis that stands still, gives the connection up, and makes it again", async () => {
    await using server = await start();
    const { redis, told } = await connect(server.url);
    await using _closed = redis;
    server.freeze();
    await expect(redis.client.get("name")).rejects.toThrow();
    await expect.poll(() => redis.answers).toBe(false);
    // Now nobody waits any more.
    await expect(redis.client.get("name")).rejects.toThrow("writeable");
    server.thaw();
    await expect.poll(() => redis.answers, { timeout: 10_000 }).toBe(true);
    expect(told).toEqual(["an answer took too long", "back"]);
  });

  it("closes also where its last attempt fails on the way", async () => {
    await using server = await start();
    const { redis } = await connect(server.url);
    const closing = redis[Symbol.asyncDispose]();
    redis.client.emit("error", new Error("Stream isn't writeable"));
    await closing;
    expect(redis.client.status).toBe("end");
  });

  it.each([
    ["is away", "redis://127.0.0.1:1", "nothing listens there"],
    ["has no such host", "redis://nowhere.invalid", "its host is not known"],
  ])("opens where Redis %s, and tells why it is silent", async (_name, url, reason) => {
    const { redis, told } = await connect(url);
    await using _closed = redis;
    expect(redis.answers).toBe(false);
    expect(told).toEqual([reason]);
  });

  it("logs in, and tells neither name nor password where it is refused", async () => {
    await using server = await start({ settings: ["--requirepass", "p@ss:w/rd"] });
    const at = `127.0.0.1:${server.port}`;
    for (const user of ["", "default"]) {
      const { redis, told } = await connect(`redis://${user}:${encodeURIComponent("p@ss:w/rd")}@${at}`);
      await using _closed = redis;
      expect(redis).toMatchObject({ answers: true, name: `${at}/0` });
      expect(told).toEqual([]);
    }
    for (const login of [":wrong@", "nobody:wrong@", ""]) {
      const { redis, told } = await connect(`redis://${login}${at}`);
      await using _closed = redis;
      expect(redis.answers).toBe(false);
      expect(told).toEqual(["it refuses the login"]);
    }
  });

  it("is encrypted by rediss, and to a server of known certificates only", async () => {
    const authority = await makeAuthority();
    await using server = await start({ certificate: await makeCertificate(authority) });
    const url = `rediss://localhost:${server.port}`;
    await using known = (await connect(url, { ca: authority.cert })).redis;
    expect(await known.client.ping()).toBe("PONG");
    const stranger = await connect(url);
    await using _closed = stranger.redis;
    expect(stranger.told).toEqual(["no encrypted connection could be made"]);
  });

  it("refuses a number that Redis has no database for", async () => {
    await using server = await start();
    await expect(connect(`redis://127.0.0.1:${server.port}/99`)).rejects.toMatchObject({
      code: "redis-unusable",
      message: expect.stringContaining("no database of that number"),
    });
  });

  it("says what to install where its client is missing", async () => {
    const importClient = () => Promise.reject(new Error("Cannot find package"));
    await expect(connect("redis://:secret@127.0.0.1:1", { importClient })).rejects.toMatchObject({
      code: "redis-unusable",
      message: expect.stringMatching(/^((?!secret).)*npm install ioredis((?!secret).)*$/),
    });
  });
});
