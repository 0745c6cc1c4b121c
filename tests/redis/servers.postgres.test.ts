import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

interface Followed {
  readonly received: readonly ReceivedEvent[];
  /** Milliseconds from the models' answer to the next event that the client saw, in ascending order. */
  readonly delays: readonly number[];
}

describeOnPostgres("two server processes with a Redis between them", () => {
  describeOnRedis("beside the database", (startRedis) => {
    const opened = new AsyncDisposableStack();
    const random = seededRandom(SEED);
    const answered: number[] = [];
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
          before: async () => {
            await onCall();
            answered.push(performance.now());
          },
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
    }, 120_000);

    afterAll(() => opened.disposeAsync());

    /** Sends a task to one and follows it on the other, to its end. */
    async function follow(name: string): Promise<Followed> {
      const [a, b] = cluster.members as [ClusterMember, ClusterMember];
      answered.length = 0;
      const params = sendParams({ name, skill: "minions_query" }, random);
      const sent = (await call(await a.server.url, "rpc", "SendMessage", params)) as { task: TaskJson };
      const received = new StampedEvents();
      const to = { binding: "rest", taskId: sent.task.id, received, random, onCut: () => undefined } as const;
      await followTask(b.server, to);
      const delays = answered.flatMap((at) => {
        const next = received.stamps.find((stamp) => stamp >= at);
        return next === undefined ? [] : [next - at];
      });
      return { received, delays: delays.toSorted((one, other) => one - other) };
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

    function expectWhole({ received }: Followed): void {
      expect(received.at(-1)?.update.statusUpdate?.status.state).toBe("TASK_STATE_COMPLETED");
      // It begins with the task as it stood.
      const first = received[0]?.id ?? Number.NaN;
      expect(received.map(({ id }) => id)).toEqual(received.map((_, index) => first + index));
    }

    it("tell each other at once what happens", async () => {
      const followed = await follow("prompt");
      expectWhole(followed);
      // By looking alone it would be half a second in the middle.
      expect(median(followed.delays)).toBeLessThan(250);
      expect(await health()).toEqual(Array(2).fill([200, "healthy", "ok"]));
    });

    describe("that goes away", () => {
      it("follow each other's tasks to the end, and hear each other again when it is back", {
        timeout: 120_000,
      }, async () => {
        let calls = 0;
        onCall = async () => {
          calls += 1;
          if (calls === 2) await redis.kill();
        };
        expectWhole(await follow("taken away in the middle"));
        onCall = async () => undefined;
        expect(await health()).toEqual(Array(2).fill([200, "degraded", "down"]));
        expectWhole(await follow("away"));
        await redis.start();
        for (const { server } of cluster.members)
          await expect
            .poll(() => server.log, { timeout: 20_000 })
            .toContain("other instances are heard at once again");
        const again = await follow("back");
        expectWhole(again);
        expect(median(again.delays)).toBeLessThan(250);
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

/** Keeps when each event came. */
class StampedEvents extends Array<ReceivedEvent> {
  readonly stamps: number[] = [];

  override push(...events: ReceivedEvent[]): number {
    this.stamps.push(...events.map(() => performance.now()));
    return super.push(...events);
  }
}

function median(ascending: readonly number[]): number {
  return ascending[Math.floor(ascending.length / 2)] ?? Number.NaN;
}
