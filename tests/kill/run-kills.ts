import { setTimeout as sleep } from "node:timers/promises";
import { type PaidCall, startCountingProvider } from "./counting-provider.ts";
import { type CrashFindings, readCrashCopy } from "./crash-copy.ts";
import { call, isEnd, replayTask, type TaskJson } from "./follow-task.ts";
import { between, type Random, seededRandom } from "./seeded-random.ts";
import { ServerUnderFire } from "./server-under-fire.ts";
import { beClient, type FollowedTask, newTask } from "./task-client.ts";

export interface KillPlan {
  readonly seed: number;
  /** Kills in the middle of running tasks that are wanted. */
  readonly kills: number;
  /** Kills no more once this time is over, in milliseconds. */
  readonly withinMs: number;
  /** A folder of its own. */
  readonly folder: string;
  /** Told of every kill. */
  readonly onKill?: (kill: number, unfinished: number) => void;
}

/** Everything that was seen, for the judge. */
export interface KillRecord {
  readonly kills: number;
  /** Times that it was asked to stop, without any grace. */
  readonly stops: number;
  readonly tasks: readonly FollowedTask[];
  readonly calls: readonly PaidCall[];
  /** After every kill, and after the last one, when all had ended. */
  readonly crashes: readonly CrashFindings[];
  /** Moments at which the server was killed or asked to stop. */
  readonly endsMs: readonly number[];
  /** Lines that broke or were cut. */
  readonly cuts: number;
  readonly totalSize: number;
}

const AT_ONCE = 6;

/** Whether a crash came while tasks ran. */
export function hasRunningTasks({ states }: Pick<CrashFindings, "states">): boolean {
  return states.values().some((state) => state === "working");
}

/** Runs tasks on the real server, kills it again and again, and lets everything come to its end. */
export async function runKills(plan: KillPlan): Promise<KillRecord> {
  const random = seededRandom(plan.seed);
  await using provider = await startCountingProvider(seededRandom(plan.seed + 1));
  await using server = await ServerUnderFire.prepare({
    folder: plan.folder,
    modelsUrl: provider.baseUrl,
  });
  const tasks: FollowedTask[] = [];
  const crashes: CrashFindings[] = [];
  const endsMs: number[] = [];
  const clients = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let cuts = 0;
  const onCut = (): void => {
    cuts += 1;
  };
  const keepBusy = (): void => {
    while (clients.size < AT_ONCE) {
      const task = newTask(tasks.length, random);
      tasks.push(task);
      const client = beClient(task, server, random, onCut)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => clients.delete(client));
      clients.add(client);
    }
  };
  const crash = async (): Promise<void> => {
    endsMs.push(performance.now());
    await server.kill();
    crashes.push(await readCrashCopy(server.databasePath));
  };

  const untilMs = performance.now() + plan.withinMs;
  server.start();
  await server.listens();
  let kills = 0;
  let stops = 0;
  while (
    crashes.filter(hasRunningTasks).length < plan.kills &&
    performance.now() < untilMs &&
    failures.length === 0
  ) {
    keepBusy();
    for (const task of starvingTasks(tasks, crashes)) await gotFurther(task, server);
    await momentToKill(server, provider, random);
    if (random() < 0.1) {
      endsMs.push(performance.now());
      await server.stop();
      stops += 1;
    } else {
      await crash();
      kills += 1;
      plan.onKill?.(kills, clients.size);
    }
    server.start();
    // Some die while they start.
    if (random() > 0.1) await server.listens();
    else await sleep(between(random, 100, 900));
  }
  while (clients.size > 0) await Promise.race([Promise.all(clients), watchOver(server)]);
  if (failures.length > 0) throw new AggregateError(failures, `A client failed: ${String(failures[0])}`);
  await server.listens();
  const url = await server.url;
  for (const task of tasks) {
    task.replay = await replayTask(url, task.binding, task.taskId ?? "");
    task.task = (await call(url, task.binding, "GetTask", { id: task.taskId })) as TaskJson;
  }
  const { totalSize } = (await call(url, "rpc", "ListTasks", { pageSize: 1 })) as { totalSize: number };
  await crash();
  return { kills, stops, tasks, calls: provider.calls, crashes, endsMs, cuts, totalSize };
}

/** Any time at all, or just after a reply was sent: on its way, being stored, being told. */
async function momentToKill(
  server: ServerUnderFire,
  provider: { replied(count: number): Promise<void> },
  random: Random,
): Promise<void> {
  if (random() < 0.5) await sleep(between(random, 20, 1_500));
  else {
    await Promise.race([provider.replied(between(random, 1, 20)), sleep(3_000)]);
    await sleep(between(random, 0, 12));
  }
  server.checkAlive();
}

/** Lives in which a task may get nowhere before the next one is long enough. */
const PATIENCE = 3;

/**
 * Tasks that got no further in the last lives of the server. One whose runs die again and again without getting anywhere
 * is given up by the server, as it promises; that is not what is tried here.
 */
function starvingTasks(tasks: readonly FollowedTask[], crashes: readonly CrashFindings[]): FollowedTask[] {
  const last = crashes.slice(-PATIENCE);
  if (last.length < PATIENCE) return [];
  return tasks.filter(({ taskId = "" }) => {
    if (last.some(({ states }) => states.get(taskId) !== "working")) return false;
    return new Set(last.map(({ seqs }) => seqs.get(taskId)?.length)).size === 1;
  });
}

async function gotFurther(task: FollowedTask, server: ServerUnderFire): Promise<void> {
  const before = task.events.length;
  while (task.events.length === before && !isEnd(task.events.at(-1))) await watchOver(server);
}

async function watchOver(server: ServerUnderFire): Promise<void> {
  await sleep(250);
  server.checkAlive();
}
