import { expect, it } from "vitest";
import { type ChannelHints, createChannelHints } from "#engine";
import { systemTimers } from "#kernel";
import { openRedis, redisChannels } from "#redis";
import { describeOnRedis } from "./describe-on-redis.ts";
import type { RealRedis } from "./real-redis.ts";

/** Longer than a test may take: what wakes earlier was woken by a hint. */
const LONG_MS = 60_000;
const GOES_ON = new AbortController().signal;

interface Instance extends AsyncDisposable {
  readonly hints: ChannelHints;
  /** What was told of silences and their ends. */
  readonly told: string[];
}

async function instance(
  name: string,
  server: RealRedis,
  { keyPrefix = "test:", database = 0 } = {},
): Promise<Instance> {
  await using opening = new AsyncDisposableStack();
  const url = `redis://127.0.0.1:${server.port}/${database}`;
  const redis = opening.use(await openRedis({ url, keyPrefix, timeoutMs: 500 }));
  const told: string[] = [];
  const hints = opening.use(
    createChannelHints({
      open: redisChannels(redis),
      timers: systemTimers,
      instance: name,
      onSilent: () => told.push("silent"),
      onHeard: () => told.push("heard"),
    }),
  );
  const opened = opening.move();
  return { hints, told, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

const listening = (...instances: readonly Instance[]): Promise<void> =>
  expect
    .poll(() => instances.every(({ hints }) => hints.listening), { timeout: 15_000, interval: 20 })
    .toBe(true);

describeOnRedis("hints over a real Redis", (start) => {
  it("come from one instance to the others, whatever the id", async () => {
    await using server = await start();
    await using here = await instance("here", server);
    await using there = await instance("there", server);
    await listening(here, there);
    for (const id of ["task", "cancel task", "nul\u0000 and \ud800", "ä".repeat(3000)]) {
      const woken = there.hints.wait(id, LONG_MS, GOES_ON);
      here.hints.publish(id);
      await woken;
    }
  });

  it("are not lost where Redis forgets everything", async () => {
    await using server = await start();
    await using here = await instance("here", server);
    await using there = await instance("there", server);
    await listening(here, there);
    await using administrator = await openRedis({ url: server.url, keyPrefix: "", timeoutMs: 500 });
    await administrator.client.flushall();
    await administrator.client.script("FLUSH");
    const woken = there.hints.wait("task", LONG_MS, GOES_ON);
    here.hints.publish("task");
    await woken;
    expect([here.told, there.told]).toEqual([[], []]);
  });

  it("stay in their deployment", async () => {
    await using server = await start();
    await using here = await instance("here", server);
    await using others = await instance("others", server, { keyPrefix: "other:" });
    await using elsewhere = await instance("elsewhere", server, { database: 1 });
    await using there = await instance("there", server);
    await listening(here, others, elsewhere, there);
    const woken: string[] = [];
    for (const one of [others, elsewhere])
      void one.hints.wait("task", LONG_MS, GOES_ON).then(() => woken.push("stranger"));
    const rightly = there.hints.wait("task", LONG_MS, GOES_ON);
    here.hints.publish("task");
    await rightly;
    expect(woken).toEqual([]);
  });

  it("leave waits to their own time while Redis is away, wake all when it is back, and then come as before", async () => {
    await using server = await start();
    await using here = await instance("here", server);
    await using there = await instance("there", server);
    await listening(here, there);
    await server.kill();
    await expect.poll(() => there.hints.listening).toBe(false);
    await there.hints.wait("polled", 50, GOES_ON);
    here.hints.publish("said while it was away");
    const woken = there.hints.wait("whatever", LONG_MS, GOES_ON);
    await server.start();
    await woken;
    await listening(here, there);
    const again = there.hints.wait("task", LONG_MS, GOES_ON);
    here.hints.publish("task");
    await again;
    expect([here.told, there.told]).toEqual([
      ["silent", "heard"],
      ["silent", "heard"],
    ]);
  });

  it("wake all when a connection that was cut stands again", async () => {
    await using server = await start();
    await using here = await instance("here", server);
    await listening(here);
    await using administrator = await openRedis({ url: server.url, keyPrefix: "", timeoutMs: 500 });
    const woken = here.hints.wait("task", LONG_MS, GOES_ON);
    await administrator.client.call("CLIENT", "KILL", "TYPE", "pubsub");
    await woken;
  });

  it("leave no connection behind", async () => {
    await using server = await start();
    await using administrator = await openRedis({ url: server.url, keyPrefix: "", timeoutMs: 500 });
    const connections = async (): Promise<number> =>
      String(await administrator.client.client("LIST"))
        .trim()
        .split("\n").length;
    {
      await using here = await instance("here", server);
      await listening(here);
      expect(await connections()).toBe(3);
    }
    await expect.poll(connections).toBe(1);
  });
});
