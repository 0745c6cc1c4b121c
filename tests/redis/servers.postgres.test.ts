import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedis } from "#redis";
import { type Cluster, type ClusterMember, prepareCluster, start } from "../cluster/cluster.ts";
import { temporaryFolder } from "../e2e/run-command.ts";
import { startCountingProvider } from "../kill/counting-provider.ts";
import { call, followTask, type ReceivedEvent, type TaskJson } from "../kill/follow-task.ts";
import { seededRandom } from "../kill/seeded-random.ts";
import { sendParams } from "../kill/task-client.ts";
import { describeOnPostgres, emptyDatabase } from "../postgres/databases.ts";
import { describeOnRedis } from "./describe-on-redis.ts";
import type { RealRedis } from "./real-redis.ts";

const SEED = 20_261_126;

/** Where instances hear each other, by the default of the prefix. */
const CHANNEL = "a2a-minions:0:a2a_minions_hints";

describeOnPostgres("two server processes with a Redis between them", () => {
  describeOnRedis("beside the database", (startRedis) => {
    const opened = new AsyncDisposableStack();
    const random = seededRandom(SEED);
    /** What instances say to each other. */
    const said: string[] = [];
    /** Told of each call before it is answered. */
    let onCall: () => Promise<void> = async () => undefined;
    let cluster: Cluster;
    let redis: RealRedis;

    beforeAll(async () => {
      const folder = opened.use(await temporaryFolder());
      const database = opened.use(await emptyDatabase());
      redis = opened.use(await startRedis());
      const provider = opened.use(
        await startCountingProvider(seededRandom(SEED + 1), {
          before: () => onCall(),
        }),
      );
      cluster = opened.use(
        await prepareCluster({
          folder: folder.path,
          postgres: { url: database.url },
          provider,
          random,
          size: 2,
          // What comes at once can come over Redis only.
          env: { REDIS_URL: redis.url, DATABASE_NOTIFICATIONS: "false", MINIONS_LOG_LEVEL: "info" },
        }),
      );
      await Promise.all(cluster.members.map(start));
      const connection = opened.use(await openRedis({ url: redis.url, keyPrefix: "", timeoutMs: 1_000 }));
      const ears = connection.client.duplicate();
      opened.defer(() => ears.disconnect());
      ears.on("error", () => undefined);
      ears.on("message", (_channel, payload) => said.push(payload));
      await ears.connect();
      await ears.subscribe(CHANNEL);
    }, 120_000);

    afterAll(() => opened.disposeAsync());

    /** Sends a task to one and follows it on the other, to its end. Gives its id. */
    async function follow(name: string): Promise<string> {
      const [a, b] = cluster.members as [ClusterMember, ClusterMember];
      const params = sendParams({ name, skill: "minions_query" }, random);
      const sent = (await call(await a.server.url, "rpc", "SendMessage", params)) as { task: TaskJson };
      const received: ReceivedEvent[] = [];
      const taskId = sent.task.id;
      await followTask(b.server, { binding: "rest", taskId, received, random, onCut: () => undefined });
      expect(received.at(-1)?.update.statusUpdate?.status.state).toBe("TASK_STATE_COMPLETED");
      // It begins with the task as it stood.
      const first = received[0]?.id ?? Number.NaN;
      expect(received.map(({ id }) => id)).toEqual(received.map((_, index) => first + index));
      return taskId;
    }

    const health = async (): Promise<unknown[]> =>
      await Promise.all(
        cluster.members.map(async ({ server }) => {
          const url = await server.url;
          const ready = await fetch(`${url}/readyz`);
          const { components, status } = (await (await fetch(`${url}/health`)).json()) as {
            status: string;
            components: Record<string, { state: string }>;
          };
          return [ready.status, status, components["redis"]?.state];
        }),
      );

    it("tell each other over it what happens", async () => {
      const id = await follow("prompt");
      await expect.poll(() => said.join()).toContain(id);
      expect(await health()).toEqual(Array(2).fill([200, "healthy", "ok"]));
    });

    describe("that goes away", () => {
      it("follow each other's tasks to the end, and tell each other again when it is back", {
        timeout: 120_000,
      }, async () => {
        let calls = 0;
        onCall = async () => {
          calls += 1;
          if (calls === 2) await redis.kill();
        };
        await follow("taken away in the middle");
        expect(calls).toBeGreaterThan(2);
        onCall = async () => undefined;
        expect(await health()).toEqual(Array(2).fill([200, "degraded", "down"]));
        await follow("away");
        await redis.start();
        for (const { server } of cluster.members)
          await expect
            .poll(() => server.log, { timeout: 20_000 })
            .toContain("other instances are heard at once again");
        const id = await follow("back");
        await expect.poll(() => said.join(), { timeout: 10_000 }).toContain(id);
        expect(await health()).toEqual(Array(2).fill([200, "healthy", "ok"]));
        for (const { server } of cluster.members)
          for (const line of [
            "redis does not answer",
            "redis answers again",
            "other instances are heard late",
          ])
            expect(server.log.split(line)).toHaveLength(2);
      });
    });
  });
});
