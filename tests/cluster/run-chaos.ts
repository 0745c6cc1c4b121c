import { setTimeout as sleep } from "node:timers/promises";
import { startCountingProvider } from "../kill/counting-provider.ts";
import type { CrashFindings } from "../kill/crash-copy.ts";
import { call, replayTask, type TaskJson } from "../kill/follow-task.ts";
import type { KillRecord } from "../kill/run-kills.ts";
import { between, type Random, seededRandom } from "../kill/seeded-random.ts";
import { beClient, type FollowedTask, newTask } from "../kill/task-client.ts";
import { startPostgres } from "../postgres/real-postgres.ts";
import { type Cluster, type ClusterMember, prepareCluster, start } from "./cluster.ts";
import { readFindings } from "./findings.ts";
import { type PoisonFate, PoisonousTask } from "./poisonous-task.ts";

export interface ChaosPlan {
  readonly seed: number;
  readonly tasks: number;
  /** A folder of its own. */
  readonly folder: string;
  /** Longest time that a process stands still, in milliseconds. */
  readonly longestFreezeMs: number;
  readonly onBlow?: (blow: string, ended: number) => void;
}

/** Everything that was seen, for the judge. */
export interface ChaosRecord extends KillRecord {
  readonly blows: Readonly<Record<Blow, number>>;
  /** Moments at which a frozen process went on, by its name. */
  readonly thaws: readonly { readonly name: string; readonly atMs: number }[];
  /** What became of the task that takes its server down whenever it runs. */
  readonly poison: PoisonFate;
}

type Blow = "kill" | "freeze" | "stop" | "cut" | "hold" | "restart";

/** How often each blow falls, of a hundred. */
const WEIGHTS: Readonly<Record<Blow, number>> = {
  kill: 32,
  freeze: 15,
  stop: 12,
  cut: 25,
  hold: 8,
  restart: 8,
};

const TAKES_AWAY: ReadonlySet<Blow> = new Set(["kill", "freeze", "stop"]);

const CLIENTS_AT_ONCE = 24;

/** Runs tasks on three servers over one database, lets blows fall on all of them, and waits for every task's end. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosRecord> {
  const random = seededRandom(plan.seed);
  const clientRandom = seededRandom(plan.seed + 1);
  await using opened = new AsyncDisposableStack();
  const postgres = await startPostgres();
  opened.defer(() => postgres.stop());
  const poison = new PoisonousTask();
  const provider = opened.use(
    await startCountingProvider(seededRandom(plan.seed + 2), {
      before: (coming) => poison.called(coming),
    }),
  );
  const cluster = opened.use(
    await prepareCluster({ folder: plan.folder, postgres, provider, random: seededRandom(plan.seed + 3) }),
  );
  await Promise.all(cluster.members.map(start));
  await poison.send(cluster);

  const tasks = Array.from({ length: plan.tasks }, (_, index) => newTask(index, clientRandom));
  const failures: unknown[] = [];
  let ended = 0;
  let cuts = 0;
  const waiting = [...tasks];
  const client = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      await beClient(task, cluster, clientRandom, () => {
        cuts += 1;
      });
      ended += 1;
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS_AT_ONCE }, client)).catch((error: unknown) => {
    failures.push(error);
  });

  const blows = { kill: 0, freeze: 0, stop: 0, cut: 0, hold: 0, restart: 0 };
  const thaws: { name: string; atMs: number }[] = [];
  const endsMs: number[] = [];
  const crashes: CrashFindings[] = [];
  const recovering = new Set<Promise<void>>();
  let over = false;
  const finished = clients.then(() => {
    over = true;
  });
  while (!over) {
    await Promise.race([sleep(between(random, 300, 1_800)), finished]);
    if (over) break;
    const running = cluster.members.filter(({ state }) => state === "running");
    const member = running[between(random, 0, running.length - 1)];
    if (member === undefined) continue;
    member.server.checkAlive();
    const drawn = anyBlow(random);
    // One at least goes on, or nobody would see what the others do to each other.
    const harmless = running.length < 2 || (await isSomeoneStarving(cluster));
    const blow = harmless && TAKES_AWAY.has(drawn) ? "cut" : drawn;
    if (blow === "kill" || blow === "stop") endsMs.push(performance.now());
    blows[blow] += 1;
    plan.onBlow?.(`${blow} ${blow === "restart" ? "database" : member.name}`, ended);
    const lasting = strike(blow, member, { random, plan, thaws, restart: () => postgres.restart() }).catch(
      (error: unknown) => void failures.push(error),
    );
    const recovery: Promise<void> = lasting.then(() => void recovering.delete(recovery));
    recovering.add(recovery);
    if (blow === "restart") await recovery;
    else if (blow === "kill") crashes.push(await readFindings(cluster));
    if (failures.length > 0) break;
  }
  await Promise.all(recovering);
  if (failures.length > 0) {
    const logs = cluster.members.map(({ name, server }) => `\n${name}:\n${server.log.slice(-1_500)}`);
    throw new AggregateError(failures, `The chaos failed: ${String(failures[0])}${logs.join("")}`);
  }
  await finished;
  return {
    ...(await theEnd(cluster, tasks)),
    kills: blows.kill,
    stops: blows.stop,
    tasks,
    calls: provider.calls,
    crashes: [...crashes, await readFindings(cluster)],
    endsMs,
    cuts,
    blows,
    thaws,
    poison: await poison.fate(cluster),
  };
}

/**
 * Whether a task is about to be given up. One whose runs die again and again without getting anywhere is given up by the
 * server, as it promises; with one poisonous task that is not what is tried with the others.
 */
async function isSomeoneStarving(cluster: Cluster): Promise<boolean> {
  const starving = await cluster.query<{ attempts: number }>(
    "select attempts from tasks where state_kind = 'working' and attempts > 3 and request::text not like '%poison%' limit 1",
  );
  return starving.length > 0;
}

function anyBlow(random: Random): Blow {
  let left = between(random, 0, 99);
  for (const [blow, weight] of Object.entries(WEIGHTS) as [Blow, number][]) {
    if (left < weight) return blow;
    left -= weight;
  }
  return "kill";
}

interface Arms {
  readonly random: Random;
  readonly plan: ChaosPlan;
  readonly thaws: { name: string; atMs: number }[];
  readonly restart: () => Promise<void>;
}

/** Resolves when what was struck is up again. */
async function strike(blow: Blow, member: ClusterMember, arms: Arms): Promise<void> {
  const { random, plan } = arms;
  switch (blow) {
    case "kill":
    case "stop":
      member.state = "away";
      await (blow === "kill" ? member.server.kill() : member.server.stop());
      await sleep(between(random, 0, 3_000));
      return await start(member);
    case "freeze": {
      member.state = "frozen";
      member.server.freeze();
      await sleep(between(random, 500, plan.longestFreezeMs));
      arms.thaws.push({ name: member.name, atMs: performance.now() });
      member.server.thaw();
      member.state = "running";
      return;
    }
    case "cut":
      return member.line.cut();
    case "hold":
      member.line.hold(true);
      await sleep(between(random, 500, 6_000));
      return member.line.hold(false);
    case "restart":
      return await arms.restart();
  }
}

/** Reads every task once more, from one server, after all have ended. */
async function theEnd(
  cluster: Cluster,
  tasks: readonly FollowedTask[],
): Promise<Pick<KillRecord, "totalSize">> {
  const url = await cluster.url;
  for (const task of tasks) {
    task.replay = await replayTask(url, task.binding, task.taskId ?? "");
    task.task = (await call(url, task.binding, "GetTask", { id: task.taskId })) as TaskJson;
  }
  const { totalSize } = (await call(url, "rpc", "ListTasks", { pageSize: 1 })) as { totalSize: number };
  // But for the poisonous one.
  return { totalSize: totalSize - 1 };
}
