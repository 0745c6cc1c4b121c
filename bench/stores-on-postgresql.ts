/**
 * The stores on PostgreSQL against the stores in one file, in turns, both durable: `node bench/stores-on-postgresql.ts [commits]`.
 * Then what a notification costs inside the commit, and what one task of the whole server asks the database.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { localLines, remoteLines, talkingModel } from "../src/app/server/testing/talking-models.ts";
import {
  type JoinCommit,
  migratePostgres,
  openPostgresDatabase,
  openPostgresStores,
  openSqliteStores,
} from "../src/stores/index.ts";
import { openPostgresServer, question } from "../tests/postgres/postgres-server.ts";
import { startPostgres } from "../tests/postgres/real-postgres.ts";
import { startCountingProxy } from "./stores/counting-proxy.ts";
import { AT_ONCE, type Contender, EVENTS_A_PAGE, median, ourStores, perSecond } from "./stores/our-stores.ts";

const COMMITS = Number(process.argv[2] ?? 150);
const READS = COMMITS * 2;
const RUNS = 9;
const POOL = 10;
const SERVED_TASKS = 40;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function inTurns(contenders: Readonly<Record<string, Partial<Contender>>>): Promise<void> {
  const figures = new Map<string, number[]>();
  for (let run = 0; run < RUNS; run += 1) {
    for (const [name, contender] of Object.entries(contenders)) {
      for (const [what, work] of Object.entries(contender)) {
        const key = `${what} ${name}`;
        figures.set(key, [...(figures.get(key) ?? []), await perSecond(work)]);
      }
    }
  }
  const labels = {
    commitsOneByOne: "durable commits, one by one",
    commitsAtOnce: `durable commits, ${AT_ONCE} at once`,
    gets: "task by id, one by one",
    pages: `pages of ${EVENTS_A_PAGE} events, one by one`,
  };
  for (const [what, label] of Object.entries(labels)) {
    const told = Object.keys(contenders).flatMap((name) => {
      const values = figures.get(`${what} ${name}`);
      return values === undefined ? [] : [`${name} ${median(values).toFixed(0).padStart(6)}/s`];
    });
    if (told.length > 0) print(`${label.padEnd(36)}${told.join("   ")}`);
  }
}

const joining =
  (statement: (id: string) => ReturnType<typeof sql>): JoinCommit =>
  () =>
  async (transaction, { id }) => {
    await statement(id).execute(transaction);
  };

const folder = mkdtempSync(join(tmpdir(), "stores-on-postgresql-"));
const postgres = await startPostgres({ durable: true });
try {
  await migratePostgres({ url: postgres.url });
  await using database = openPostgresDatabase({ url: postgres.url, poolSize: POOL });
  const sizes = { commits: COMMITS, reads: READS };
  const clear = () => database.pool.query("truncate tasks cascade");
  {
    await using file = await openSqliteStores({ path: join(folder, "tasks.sqlite") });
    const shared = await openPostgresStores({ database });
    await inTurns({
      "one file": await ourStores(file, sizes),
      PostgreSQL: await ourStores(shared, sizes),
    });
  }
  print(`\nWith one more statement in each commit's transaction (pool of ${POOL}):`);
  const joined: Record<string, Partial<Contender>> = {};
  for (const [name, joinCommit] of Object.entries({
    "that does nothing": joining(() => sql`select 1`),
    "that is a NOTIFY": joining((id) => sql`select pg_notify('bench', ${id})`),
  })) {
    const stores = await openPostgresStores({ database, joinCommit });
    const { commitsAtOnce } = await ourStores(stores, { ...sizes, prefix: `${name} ` });
    joined[name] = commitsAtOnce ? { commitsAtOnce } : {};
  }
  await inTurns(joined);
  await clear();
  await served();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Tasks of the real server with models that answer at once: what each of them asks the database. */
async function served(): Promise<void> {
  await using proxy = await startCountingProxy(postgres.url);
  await using server = await openPostgresServer({
    databaseUrl: proxy.url,
    local: talkingModel("worker", localLines).model,
    remote: talkingModel("supervisor", remoteLines).model,
  });
  const ask = async (id: string): Promise<void> => {
    const answer = await server.rpc("SendMessage", question(id, false));
    if (!(await answer.text()).includes("TASK_STATE_COMPLETED")) throw new Error("A task did not complete.");
  };
  for (let index = 0; index < 10; index += 1) await ask(`warm-${index}`);
  const idleFrom = { ...proxy.counted };
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const from = { ...proxy.counted };
  const idleStatements = (from.statements - idleFrom.statements) / 5;
  const startedMs = performance.now();
  for (let index = 0; index < SERVED_TASKS; index += 1) await ask(`task-${index}`);
  const seconds = (performance.now() - startedMs) / 1000;
  const { statements, bytesSent, bytesReceived } = proxy.counted;
  const aTask = (value: number): string => (value / SERVED_TASKS).toFixed(0);
  const kib = (value: number): string => (value / 1024 / SERVED_TASKS).toFixed(1);
  print(`\nOne instance of the server, idle: ${idleStatements.toFixed(1)} statements a second`);
  print(
    `A Minion task of one round: ${aTask(statements - from.statements - idleStatements * seconds)} statements, ` +
      `${kib(bytesSent - from.bytesSent)} KiB to the database, ${kib(bytesReceived - from.bytesReceived)} KiB from it ` +
      `(${((seconds / SERVED_TASKS) * 1000).toFixed(0)} ms each, one after the other)`,
  );
}
