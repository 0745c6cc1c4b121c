import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../e2e/run-command.ts";
import { type ComingCall, type CountingProvider, startCountingProvider } from "../kill/counting-provider.ts";
import { call, followTask, type ReceivedEvent, type TaskJson, untilAnswered } from "../kill/follow-task.ts";
import { seededRandom } from "../kill/seeded-random.ts";
import { sendParams } from "../kill/task-client.ts";
import { describeOnPostgres, emptyDatabase } from "../postgres/databases.ts";
import { type Cluster, type ClusterMember, prepareCluster, start } from "./cluster.ts";

const SEED = 20_261_125;

/** Calls are answered at once unless a test holds those that speak of its case. */
const held = new Map<string, (coming: ComingCall) => Promise<void>>();

const opened = new AsyncDisposableStack();
const random = seededRandom(SEED);
let provider: CountingProvider;
let cluster: Cluster;

describeOnPostgres("three servers over one database", () => {
  beforeAll(async () => {
    const folder = opened.use(await temporaryFolder());
    const database = opened.use(await emptyDatabase());
    provider = opened.use(
      await startCountingProvider(seededRandom(SEED + 1), {
        before: async (coming) => {
          await held.get(coming.subject)?.(coming);
        },
      }),
    );
    const postgres = { url: database.url };
    cluster = opened.use(await prepareCluster({ folder: folder.path, postgres, provider, random }));
    await Promise.all(cluster.members.map(start));
  }, 120_000);

  afterAll(() => opened.disposeAsync());

  it("take a task on one, tell it on another, and cancel it on a third, down to the model's socket", async () => {
    const [a, b, c] = cluster.members as [ClusterMember, ClusterMember, ClusterMember];
    const asked = hold("case-cancel");
    const id = await send(a.server, "case-cancel");
    const received: ReceivedEvent[] = [];
    const following = follow(b.server, id, received);
    const coming = await asked();
    const canceledAt = performance.now();
    const canceled = await call(await c.server.url, "rpc", "CancelTask", { id });
    expect(canceled).toMatchObject({ status: { state: "TASK_STATE_CANCELED" } });
    await coming.left;
    // Within a second where the machine is not busy with other tests.
    expect(performance.now() - canceledAt).toBeLessThan(3_000);
    await following;
    expect(received.at(-1)?.update.statusUpdate?.status.state).toBe("TASK_STATE_CANCELED");
  });

  it("carry on what a killed one ran, and pay only the call that was under way", async () => {
    const asked = hold("case-kill", 2);
    const id = await send(cluster, "case-kill");
    const received: ReceivedEvent[] = [];
    const following = follow(cluster, id, received);
    const killed = memberOf(await asked());
    const again = hold("case-kill");
    killed.state = "away";
    await killed.server.kill();
    const repeated = await again();
    held.delete("case-kill");
    repeated.release();
    await following;
    expect(received.at(-1)?.update.statusUpdate?.status.state).toBe("TASK_STATE_COMPLETED");
    const requests = Map.groupBy(callsOf("case-kill"), ({ request }) => request);
    const repeatedRequests = [...requests].filter(([, same]) => same.length > 1);
    expect(repeatedRequests.map(([request, same]) => [request, same.length])).toEqual([
      [repeated.request, 2],
    ]);
    await start(killed);
  }, 90_000);

  it("take nothing from one that was frozen, overtaken and woken", async () => {
    const asked = hold("case-freeze");
    const id = await send(cluster, "case-freeze");
    const received: ReceivedEvent[] = [];
    const coming = await asked();
    const frozen = memberOf(coming);
    frozen.state = "away";
    frozen.server.freeze();
    const again = hold("case-freeze");
    const following = follow(cluster, id, received);
    const repeated = await again();
    held.delete("case-freeze");
    repeated.release();
    await following;
    const before = await written(id);
    const calls = callsOf("case-freeze").length;
    coming.release();
    frozen.server.thaw();
    frozen.state = "running";
    // It is awake when it answers; and by then it has been told that it lost.
    await call(await frozen.server.url, "rpc", "GetTask", { id });
    await sleep(2_500);
    expect(await written(id)).toEqual(before);
    expect(callsOf("case-freeze")).toHaveLength(calls);
  }, 90_000);
});

interface HeldCall extends ComingCall {
  /** Lets the models answer it. */
  readonly release: () => void;
}

/** Holds the calls of a case from its `from`th on, and gives a way to wait for the first that is held. */
function hold(name: string, from = 1): () => Promise<HeldCall> {
  const first = Promise.withResolvers<HeldCall>();
  let came = 0;
  held.set(name, async (coming) => {
    came += 1;
    if (came < from) return;
    const answered = Promise.withResolvers<void>();
    first.resolve({ ...coming, release: answered.resolve });
    await Promise.race([answered.promise, coming.left]);
  });
  return () => first.promise;
}

function memberOf({ path }: ComingCall): ClusterMember {
  const member = cluster.members.find(({ name }) => path.startsWith(`/${name}/`));
  if (member === undefined) throw new Error(`Nobody asks at ${path}.`);
  return member;
}

async function send(at: { readonly url: Promise<string> }, name: string): Promise<string> {
  const params = sendParams({ name, skill: "minion_query" }, random);
  const sent = await untilAnswered(at, (url) => call(url, "rpc", "SendMessage", params));
  return (sent as { task: TaskJson }).task.id;
}

function follow(
  at: { readonly url: Promise<string> },
  taskId: string,
  received: ReceivedEvent[],
): Promise<void> {
  return followTask(at, { binding: "rest", taskId, received, random, onCut: () => undefined });
}

function callsOf(name: string) {
  return provider.calls.filter(({ subject }) => subject === name);
}

/** All that stands of a task: its row, its events and its journal. */
async function written(id: string) {
  const [task] = await cluster.query<{ state: string; version: number }>(
    `select state, version, artifacts from tasks where id = '${id}'`,
  );
  const events = await cluster.query(
    `select seq, body from task_events where task_id = '${id}' order by seq`,
  );
  const journal = await cluster.query(
    `select step_path, result from task_journal where task_id = '${id}' order by step_path`,
  );
  return { ...task, state: JSON.parse(task?.state ?? "null"), events, journal };
}
