/**
 * Instances on one PostgreSQL: `node bench/cluster.ts [tasks] [kills]`. Real servers and a real database that waits for
 * its disk, all on this machine, with scripted models that answer at once: what is measured is everything around them.
 * One run with 1, 2 and 3 instances and the embedded store beside it; how late an event comes on another instance than
 * the one that wrote it; how long it takes until a killed instance's task goes on; what the database sees. With `REDIS_URL`
 * they have that Redis between them.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCountingProvider } from "../tests/kill/counting-provider.ts";
import { seededRandom } from "../tests/kill/seeded-random.ts";
import { ServerUnderFire } from "../tests/kill/server-under-fire.ts";
import { databaseWork, idleWork } from "./cluster/database-work.ts";
import { eventDelays } from "./cluster/event-delays.ts";
import { openRig } from "./cluster/rig.ts";
import { tasksASecond } from "./cluster/send-tasks.ts";
import { takeOverTimes } from "./cluster/take-over-times.ts";
import { quantile } from "./http/figures.ts";

const TASKS = Number(process.argv[2] ?? 200);
const KILLS = Number(process.argv[3] ?? 10);
const AT_ONCE = 24;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function embedded(): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "a2a-minions-bench-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const provider = opened.use(await startCountingProvider(seededRandom(1), { instant: true }));
  const env = { MINIONS_LOG_LEVEL: "error" };
  const server = opened.use(await ServerUnderFire.prepare({ folder, modelsUrl: provider.baseUrl, env }));
  server.start();
  await server.listens();
  const urls = [await server.url];
  await tasksASecond(urls, 30, AT_ONCE, "warm");
  return await tasksASecond(urls, TASKS, AT_ONCE, "run");
}

print(`embedded, one process: ${(await embedded()).toFixed(1)} tasks/s`);
for (const instances of [1, 2, 3]) {
  await using rig = await openRig({ instances });
  const urls = await Promise.all(rig.cluster.members.map(({ server }) => server.url));
  await tasksASecond(urls, 30 * instances, AT_ONCE, "warm");
  const idle = await idleWork(rig.cluster, 5_000);
  const work = await databaseWork(rig.cluster, () => tasksASecond(urls, TASKS, AT_ONCE, "run"));
  print(
    `PostgreSQL, ${instances} instance(s): ${work.result.toFixed(1)} tasks/s; a task: ` +
      `${(work.statements / TASKS).toFixed(0)} statements, ${(work.writes / TASKS).toFixed(0)} transactions that write, ` +
      `${(work.walBytes / TASKS / 1024).toFixed(0)} KB of WAL; idle: ${(idle / instances).toFixed(1)} statements/s an instance`,
  );
}

const delays = (await eventDelays(60)).toSorted((one, other) => one - other);
print(
  `\nevent written on one instance, on the stream of another: ` +
    `p50 ${quantile(delays, 0.5)} ms, p99 ${quantile(delays, 0.99)} ms (${delays.length} events)`,
);

const times = (await takeOverTimes(KILLS)).toSorted((one, other) => one - other);
print(
  `task of a killed instance goes on elsewhere: median ${(quantile(times, 0.5) / 1_000).toFixed(1)} s, ` +
    `longest ${((times.at(-1) ?? 0) / 1_000).toFixed(1)} s (${times.length} kills)`,
);
