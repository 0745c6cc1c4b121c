/**
 * What the server does under load: many tasks and streams at once, how fast an event reaches its reader, and whether a
 * large upload holds up small requests.
 *
 *   node bench/http-load.ts
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { printTable, quantile } from "./http/figures.ts";
import { openLine, requestHead } from "./http/load-generator.ts";
import { startServerChild } from "./http/server-child.ts";
import { askAndFollow, streamAgent } from "./http/stream-client.ts";

const TASKS = 1_000;
const MODEL_MS = 200;
/** Opening, worker and final answer, one after the other. */
const CALLS = 3;
const MIB = 2 ** 20;

const ascending = (values: readonly number[]): number[] => values.toSorted((one, other) => one - other);

async function manyTasks(folder: string): Promise<void> {
  const settings = [`max-running=${TASKS}`, "retention-hours=1"];
  await using server = await startServerChild("our-server", [folder, String(MODEL_MS), ...settings]);
  const agent = streamAgent();
  const ask = (id: string) => askAndFollow(server.url, agent, { id, metadata: { max_rounds: 1 } });
  for (let index = 0; index < 20; index += 1) await ask(`warm-${index}`);
  const before = await server.vitals();
  let peak = before;
  let running = true;
  const watch = (async () => {
    for (; running; await sleep(100)) {
      const now = await server.vitals();
      if (now.rssBytes > peak.rssBytes) peak = now;
    }
  })();
  const startedMs = performance.now();
  const tasks = Array.from({ length: TASKS }, async (_, index) => {
    const events = await ask(`task-${index}`);
    return { ms: performance.now() - startedMs, events: events.length };
  });
  const ended = await Promise.allSettled(tasks);
  running = false;
  await watch;
  const done = ended.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const added = ascending(done.map(({ ms }) => ms - CALLS * MODEL_MS));
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpu = (await server.vitals()).cpuMs - before.cpuMs;
  await sleep(2_000);
  const after = await server.vitals();
  printTable([
    [`${TASKS} tasks and streams at once, model ${MODEL_MS} ms x ${CALLS}`, ""],
    ["  lost", String(TASKS - done.length)],
    ["  events a task", (done.reduce((sum, { events }) => sum + events, 0) / done.length).toFixed(1)],
    ["  all done, s", seconds.toFixed(2)],
    ["  added to the model's time, p50 ms", quantile(added, 0.5).toFixed(0)],
    ["  added to the model's time, p99 ms", quantile(added, 0.99).toFixed(0)],
    ["  CPU a task, ms", (cpu / TASKS).toFixed(2)],
    [
      "  memory before / peak / after, MiB",
      [before, peak, after].map((one) => (one.rssBytes / MIB).toFixed(0)).join(" / "),
    ],
    ["  at the peak a stream, KiB", ((peak.rssBytes - before.rssBytes) / TASKS / 1_024).toFixed(0)],
  ]);
}

/** Tasks one after the other: what the server adds where nothing else runs. */
async function oneTask(folder: string): Promise<void> {
  await using server = await startServerChild("our-server", [folder, String(MODEL_MS)]);
  const agent = streamAgent();
  const added: number[] = [];
  for (let index = 0; index < 40; index += 1) {
    const startedMs = performance.now();
    await askAndFollow(server.url, agent, { id: `task-${index}`, metadata: { max_rounds: 1 } });
    if (index >= 10) added.push(performance.now() - startedMs - CALLS * MODEL_MS);
  }
  const sorted = ascending(added);
  printTable([
    [`one task at a time, model ${MODEL_MS} ms x ${CALLS}`, ""],
    ["  added to the model's time, p50 ms", quantile(sorted, 0.5).toFixed(1)],
    ["  added to the model's time, p99 ms", quantile(sorted, 0.99).toFixed(1)],
  ]);
}

async function eventArrival(folder: string, streams: number): Promise<void> {
  await using server = await startServerChild("event-clock-server", [
    join(folder, "events.sqlite"),
    "60",
    "25",
  ]);
  const agent = streamAgent();
  const told = await Promise.all(
    Array.from({ length: streams }, (_, index) => askAndFollow(server.url, agent, { id: `task-${index}` })),
  );
  const delays = told.flatMap((events) =>
    events.slice(10).flatMap(({ atMs, update }) => {
      const toldAt = update.statusUpdate?.metadata?.toldAt;
      return toldAt === undefined ? [] : [atMs - toldAt];
    }),
  );
  const sorted = ascending(delays);
  printTable([
    [`an update told, stored durably and read from the stream, ${streams} stream(s) at 40 updates/s`, ""],
    ["  updates", String(sorted.length)],
    ["  p50 ms", quantile(sorted, 0.5).toFixed(2)],
    ["  p99 ms", quantile(sorted, 0.99).toFixed(2)],
  ]);
}

const UPLOAD_MB = 20;
const SMALL = 50;

/** Made before anything is measured, as bytes: what the generator does meanwhile would look like the server's doing. */
function uploadBody(round: number): Buffer {
  const raw = randomBytes(UPLOAD_MB * 1e6).toString("base64");
  const message = {
    messageId: `upload-${round}`,
    role: "ROLE_USER",
    parts: [{ text: "What does it say?" }, { raw, filename: "large.pdf", mediaType: "application/pdf" }],
  };
  return Buffer.from(JSON.stringify({ message, configuration: { returnImmediately: true } }));
}

/** Fifty small requests spread over the time of an upload, or over as long without one. */
async function uploadBesideSmall(folder: string): Promise<void> {
  await using server = await startServerChild("our-server", [folder, "never", "max-running=1"]);
  const { url } = server;
  const headers = {
    "content-type": "application/json",
    "a2a-version": "1.0",
    "x-api-key": url.searchParams.get("key") ?? "",
  };
  const small = { head: requestHead(url, "GET /tasks?pageSize=1", headers), body: "" };
  const quiet: number[] = [];
  const beside: number[] = [];
  const uploads: number[] = [];
  const fire = async (into: number[], spanMs: number): Promise<void> => {
    await Promise.all(
      Array.from({ length: SMALL }, async (_, index) => {
        const line = await openLine(url);
        await sleep((spanMs / SMALL) * index);
        const startedMs = performance.now();
        await line.ask(small);
        into.push(performance.now() - startedMs);
        line.socket.destroy();
      }),
    );
  };
  for (const [round, body] of Array.from({ length: 6 }, (_, round) => uploadBody(round)).entries()) {
    const line = await openLine(url);
    const startedMs = performance.now();
    const upload = line.ask({ head: requestHead(url, "POST /message:send", headers), body });
    const firing = fire(round === 0 ? [] : beside, 400);
    await upload;
    if (round > 0) uploads.push(performance.now() - startedMs);
    await firing;
    line.socket.destroy();
    await fire(round === 0 ? [] : quiet, 400);
  }
  const row = (name: string, values: readonly number[]): string[] => {
    const sorted = ascending(values);
    return [name, ...[0.5, 0.99, 1].map((part) => quantile(sorted, part).toFixed(1))];
  };
  printTable([
    [`an upload of ${UPLOAD_MB} MB beside ${SMALL} small requests, 5 times, ms`, "p50", "p99", "longest"],
    row("  small requests without it", quiet),
    row("  small requests beside it", beside),
    row("  the upload itself", uploads),
  ]);
}

async function inFolder(measure: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "http-load-"));
  try {
    await measure(folder);
    process.stdout.write("\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const measures: Record<string, (folder: string) => Promise<void>> = {
  "one-task": oneTask,
  "many-tasks": manyTasks,
  "event-arrival": (folder) => eventArrival(folder, 1),
  "event-arrival-many": (folder) => eventArrival(folder, 16),
  upload: uploadBesideSmall,
};
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.length === 0 || wanted.includes(name)) await inFolder(measure);
}
