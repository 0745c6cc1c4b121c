/**
 * The SQLite stores against node:sqlite by hand, on the same tables, with the same pragmas, in one run:
 * `node bench/store-commits.ts [commits]`. Both write the same rows and events, durably, and read them as objects.
 * Medians of many short runs, taken in turns. At the end a document of 50 MB, and how long it keeps the event loop.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StoredTask } from "../src/engine/index.ts";
import { openSqliteStores } from "../src/stores/index.ts";
import {
  AT_ONCE,
  type Contender,
  EVENT,
  EVENTS_A_PAGE,
  median,
  newTask,
  ourStores,
  perSecond,
  TASKS,
} from "./stores/our-stores.ts";

const COMMITS = Number(process.argv[2] ?? 150);
const READS = COMMITS * 5;
/** Many short runs in turns, because the time of a disk write changes with whatever else the machine does. */
const RUNS = 21;
const DOCUMENT_BYTES = 50 * 1024 * 1024;

function byHand(database: DatabaseSync): Contender {
  const insert = database.prepare(
    `insert into tasks (id, tenant, owner, context_id, version, last_seq, state_kind, cancel_requested, attempts, timeout_ms,
       created_at, status_at, state, metadata, request, history, artifacts)
     values (?, '', 'bench', 'context', 1, 0, 'working', 0, 0, 300000, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `update tasks set version = version + 1, last_seq = last_seq + 1, status_at = ?, state = ?, metadata = ?, request = ?,
       history = ?, artifacts = ? where id = ? and tenant = '' and owner = 'bench' and version = ? returning last_seq`,
  );
  const append = database.prepare(
    "insert into task_events (task_id, tenant, owner, seq, at, body) values (?, '', 'bench', ?, 1, ?)",
  );
  const get = database.prepare("select * from tasks where id = ? and tenant = ? and owner = ?");
  const page = database.prepare(
    "select seq, at, body from task_events where task_id = ? and seq > ? order by seq limit ?",
  );
  const json = (task: StoredTask): string[] =>
    [task.state, task.metadata, task.request, task.history, task.artifacts].map((part) =>
      JSON.stringify(part),
    );
  const versions = new Map<string, number>();
  for (let index = 0; index < TASKS; index += 1) {
    const task = newTask(`t${index}`);
    insert.run(task.id, task.createdAt, task.statusAt, ...json(task));
    versions.set(task.id, 1);
  }
  return {
    commitsOneByOne: async () => {
      for (let index = 0; index < COMMITS; index += 1) {
        const task = newTask(`t${index % TASKS}`);
        const version = versions.get(task.id) ?? 1;
        database.exec("begin immediate");
        const row = update.get(Date.now(), ...json(task), task.id, version);
        append.run(task.id, Number(row?.["last_seq"]), JSON.stringify(EVENT));
        database.exec("commit");
        versions.set(task.id, version + 1);
      }
      return COMMITS;
    },
    gets: async () => {
      for (let index = 0; index < READS; index += 1) {
        const row = get.get(`t${index % TASKS}`, "", "bench");
        for (const column of ["state", "metadata", "request", "history", "artifacts"])
          JSON.parse(String(row?.[column]));
      }
      return READS;
    },
    pages: async () => {
      for (let index = 0; index < READS; index += 1)
        for (const row of page.all(`t${index % TASKS}`, 0, EVENTS_A_PAGE)) JSON.parse(String(row["body"]));
      return READS;
    },
  };
}

/** How long `work` took, and how far apart the turns of the event loop were meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<string> {
  const turns: number[] = [];
  let running = true;
  let lastMs = performance.now();
  const tick = (): void => {
    const nowMs = performance.now();
    turns.push(nowMs - lastMs);
    lastMs = nowMs;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  const startedMs = performance.now();
  await work();
  running = false;
  const tookMs = performance.now() - startedMs;
  const sorted = turns.toSorted((one, other) => one - other);
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1);
  return `${tookMs.toFixed(0)} ms; turns of the event loop: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} ms`;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function measure(ours: Contender, hand: Contender): Promise<void> {
  const figures: Record<string, number[]> = {};
  const note = (name: string, value: number): void => {
    figures[name] = [...(figures[name] ?? []), value];
  };
  for (let run = 0; run < RUNS; run += 1) {
    note("hand commits", await perSecond(hand.commitsOneByOne));
    note("ours commits", await perSecond(ours.commitsOneByOne));
    if (ours.commitsAtOnce) note("ours commits at once", await perSecond(ours.commitsAtOnce));
    for (const what of ["gets", "pages"] as const) {
      note(`hand ${what}`, await perSecond(hand[what]));
      note(`ours ${what}`, await perSecond(ours[what]));
    }
  }
  const of = (name: string): number => median(figures[name] ?? []);
  const ratio = (name: string, baseline: string): number =>
    median((figures[name] ?? []).map((value, run) => value / (figures[baseline]?.[run] ?? Number.NaN)));
  const row = (label: string, name: string, baseline: string): void => {
    const [ours, hand] = [of(name), of(baseline)].map((value) => value.toFixed(0).padStart(8));
    print(`${label.padEnd(34)}${ours}/s   by hand ${hand}/s   ratio ${ratio(name, baseline).toFixed(2)}`);
  };
  row("durable commits, one by one", "ours commits", "hand commits");
  row(`durable commits, ${AT_ONCE} at once`, "ours commits at once", "hand commits");
  row("task by id", "ours gets", "hand gets");
  row(`pages of ${EVENTS_A_PAGE} events`, "ours pages", "hand pages");
}

const folder = mkdtempSync(join(tmpdir(), "store-commits-"));
try {
  const handPath = join(folder, "hand.db");
  await (await openSqliteStores({ path: handPath }))[Symbol.asyncDispose]();
  using database = new DatabaseSync(handPath);
  database.exec("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
  database.exec(
    "pragma cache_size = -16384; pragma cell_size_check = on; pragma journal_size_limit = 67108864",
  );
  await using stores = await openSqliteStores({ path: join(folder, "ours.db") });
  await measure(await ourStores(stores, { commits: COMMITS, reads: READS }), byHand(database));
  const bytes = new Uint8Array(DOCUMENT_BYTES).map((_, index) => index * 31);
  let hash = "";
  const put = await turnsDuring(async () => {
    hash = await stores.documents.put(bytes);
  });
  print(`document of 50 MB, put: ${put}`);
  print(`document of 50 MB, get: ${await turnsDuring(() => stores.documents.get(hash))}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
