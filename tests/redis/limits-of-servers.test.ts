import { expect, it } from "vitest";
import { localLines, remoteLines, talkingModel } from "../../src/app/server/testing/talking-models.ts";
import { temporaryFolder } from "../e2e/run-command.ts";
import { openPostgresServer, type PostgresServer } from "../postgres/postgres-server.ts";
import { describeOnRedis } from "./describe-on-redis.ts";
import type { RealRedis } from "./real-redis.ts";

const SECRET = "not-for-the-log";

/** A server over a folder of its own, which has nothing but the Redis in common with others. */
async function server(folder: string, redis: RealRedis): Promise<PostgresServer> {
  return await openPostgresServer({
    dataFolder: folder,
    local: talkingModel("worker", localLines).model,
    remote: talkingModel("supervisor", remoteLines).model,
    env: {
      REDIS_URL: redis.url.replace("://", `://:${SECRET}@`),
      REDIS_TIMEOUT_SECONDS: "0.3",
      A2A_REQUESTS_PER_MINUTE: "20",
      A2A_FAILED_LOGINS: "4",
    },
  });
}

const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

/** Answers of that many requests, one after the other. */
async function ask(asked: PostgresServer, count: number, key?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let one = 0; one < count; one += 1) statuses.push(await statusOf(asked.fetch("/tasks", {}, key)));
  return statuses;
}

const STRANGER = "not a key";

describeOnRedis("limits of servers without a database", (start) => {
  it("count together over Redis, and go on without it", { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder();
    await using redis = await start({ settings: ["--requirepass", SECRET] });
    await using one = await server(`${folder.path}/one`, redis);
    await using two = await server(`${folder.path}/two`, redis);
    expect(await ask(one, 3, STRANGER)).toEqual([401, 401, 401]);
    expect(await ask(two, 3, STRANGER)).toEqual([401, 429, 429]);
    // Good keys are taken from the same address, and counted by themselves.
    expect(await ask(two, 1)).toEqual([200]);

    await redis.kill();
    expect(await ask(one, 25)).toEqual([...Array(20).fill(200), ...Array(5).fill(429)]);
    expect(await ask(one, 6, STRANGER)).toEqual([401, 401, 401, 401, 429, 429]);
    expect(await statusOf(one.fetch("/readyz"))).toBe(200);

    await redis.start();
    redis.freeze();
    expect(await ask(two, 3)).toEqual([200, 200, 200]);
    redis.thaw();
    for (const { log } of [one, two]) expect(log()).not.toContain(SECRET);
    expect(one.log()).toContain("redis does not answer");
  });
});
