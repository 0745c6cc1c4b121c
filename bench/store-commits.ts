/**
 * The SQLite stores against node:sqlite by hand, on the same tables, with the same pragmas, in one run:
 * `node bench/store-commits.ts [commits]`. Both write the same rows and events, durably, and read them as objects.
 * Medians of many short runs, taken in turns. At the end a document of 50 MB, and how long it keeps the event loop.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StoredTask, Stores, TaskEventBody } from "../src/engine/index.ts";
import { openSqliteStores } from "../src/stores/index.ts";

const COMMITS = Number(process.argv[2] ?? 150);
const READS = COMMITS * 5;
/** Many short runs in turns, because the time of a disk write changes with whatever else the machine does. */
const RUNS = 21;
const TASKS = 100;
const AT_ONCE = 50;
const EVENTS_A_PAGE = 20;
const DOCUMENT_BYTES = 50 * 1024 * 1024;

const OWNER = { tenant: "", owner: "bench" };
const EVENT: TaskEventBody = {
  type: "status-changed",
  state: { kind: "working" },
  message: { messageId: "m", role: "agent", parts: [{ kind: "text", text: "Reading page. ".repeat(30) }] },
};

function newTask(id: string): StoredTask {
  return {
    ...OWNER,
    id,
    contextId: "context",
    version: 0,
    lastSeq: 0,
    state: { kind: "working" },
    history: [{ messageId: "m", role: "user", parts: [{ kind: "text", text: "A question. ".repeat(50) }] }],
    artifacts: [],
    metadata: { skill_id: "minions_query" },
    request: { rounds: 3 },
    cancelRequested: false,
    attempts: 0,
    runs: 1,
    timeoutMs: 300_000,
    createdAt: Date.now(),
    statusAt: Date.now(),
  };
}

/** One contender: `commit` changes the task of that number and appends an event; all give how often they ran. */
interface Contender {
  readonly commitsOneByOne: () => Promise<number>;
  readonly commitsAtOnce?: () => Promise<number>;
  readonly gets: () => Promise<number>;
  readonly pages: () => Promise<number>;
}

async function ourStores(stores: Stores): Promise<Contender> {
  const tasks: StoredTask[] = [];
  for (let index = 0; index < TASKS; index += 1) {
    tasks.push(
      await stores.tasks.commit({
        task: newTask(`t${index}`),
        expectedVersion: undefined,
        events: [],
        at: 0,
      }),
    );
  }
  const commit = async (index: number): Promise<void> => {
    const task = tasks[index % TASKS] ?? newTask("");
    const change = {
      task: { ...task, statusAt: Date.now() },
      expectedVersion: task.version,
      events: [EVENT],
      at: 1,
    };
    tasks[index % TASKS] = await stores.tasks.commit(change);
  };
  return {
    commitsOneByOne: async () => {
      for (let index = 0; index < COMMITS; index += 1) await commit(index);
      return COMMITS;
    },
    commitsAtOnce: async () => {
      const rounds = Math.ceil((4 * COMMITS) / AT_ONCE);
      const workers = Array.from({ length: AT_ONCE }, async (_, worker) => {
        for (let round = 0; round < rounds; round += 1) await commit(worker);
      });
      await Promise.all(workers);
      return rounds * AT_ONCE;
    },
    gets: async () => {
      for (let index = 0; index < READS; index += 1) await stores.tasks.get(`t${index % TASKS}`, OWNER);
      return READS;
    },
    pages: async () => {
      for (let index = 0; index < READS; index += 1)
        await stores.events.page(`t${index % TASKS}`, 0, EVENTS_A_PAGE);
      return READS;
    },
  };
}

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

async function perSecond(run: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  const times = await run();
  return (times / (performance.now() - startedMs)) * 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
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
  await measure(await ourStores(stores), byHand(database));
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
