import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPostgresDatabase, openPostgresStores, type PostgresDatabase } from "#stores";
import { ANNA, aState, collect, create } from "../contract/stores/task-builders.ts";
import { describeOnPostgres, migratedDatabase } from "./databases.ts";

const CURSOR_PAGES = 2;

/**
 * What a statement would do to a large table: the planner is told that going through a table is out of the question, so a
 * plan that still does so has no index to go by.
 */
describeOnPostgres("what the stores ask PostgreSQL", () => {
  const held = new AsyncDisposableStack();
  const asked = new Map<string, readonly unknown[]>();
  let database: PostgresDatabase;
  let administrator: pg.Client;

  beforeAll(async () => {
    const { url } = held.use(await migratedDatabase());
    database = held.use(openPostgresDatabase({ url, preparedStatements: false }));
    administrator = new pg.Client({ connectionString: url });
    await administrator.connect();
    held.defer(() => administrator.end());
    database.pool.on("connect", (client) => recordQueries(client, asked));
    await administrator.query("set enable_seqscan = off; set enable_sort = on");
  });

  afterAll(() => held.disposeAsync());

  it("goes by an index, in pages that need no sorting of all that an owner has", async () => {
    await using stores = await openPostgresStores({ database });
    for (let index = 0; index < 5; index += 1) await create(stores, `t${index}`, { statusAt: index });
    await create(stores, "done", { state: aState("completed") });
    let cursor: string | undefined;
    for (let page = 0; page < CURSOR_PAGES; page += 1) {
      const query = { ...ANNA, pageSize: 2, ...(cursor === undefined ? {} : { cursor }) };
      cursor = (await stores.tasks.list(query)).nextCursor;
    }
    await stores.tasks.list({ ...ANNA, pageSize: 2, contextId: "context-1", states: ["working"] });
    await stores.tasks.get("t1", ANNA);
    await stores.tasks.load("t1");
    await stores.tasks.findMessage("m", ANNA);
    await stores.tasks.inContext("context-1", ANNA, 10);
    await stores.tasks.requestCancel("t1", ANNA);
    await collect(stores.tasks.unfinished());
    await collect(stores.tasks.unanswered(10));
    await stores.events.page("t1", 0, 10);
    await stores.journal.put({ taskId: "t1", stepPath: "a" }, "h", "1");
    await stores.journal.find({ taskId: "t1", stepPath: "a" });
    await collect(stores.journal.list("t1"));
    await stores.results.put({ ...ANNA, hash: "h" }, "1", 1);
    await stores.results.find({ ...ANNA, hash: "h" });
    await stores.results.trim(0);
    await stores.tasks.removeFinished({ olderThan: 1, maxTasks: 100 });
    expect(asked.size).toBeGreaterThan(15);
    const offences: string[] = [];
    for (const [sql, values] of asked) {
      const { rows } = await administrator.query(`explain ${sql}`, [...values]);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      if (/Seq Scan on (?!store_settings)/.test(plan)) offences.push(`${sql}\n${plan}`);
      if (/^select "id", "status_at", octet/.test(sql) && /Sort/.test(plan) && !sql.includes("context_id"))
        offences.push(`sorts: ${sql}\n${plan}`);
    }
    expect(offences).toEqual([]);
  });
});

/** Notes every statement with its values; only those that can be explained. */
function recordQueries(client: pg.PoolClient, asked: Map<string, readonly unknown[]>): void {
  const query = client.query.bind(client) as (...values: unknown[]) => unknown;
  Object.assign(client, {
    query: (...values: unknown[]) => {
      const [first] = values;
      if (isStatement(first) && /^\s*(select|insert|update|delete|with)/.test(first.text))
        asked.set(first.text, first.values);
      return query(...values);
    },
  });
}

function isStatement(value: unknown): value is { text: string; values: readonly unknown[] } {
  return typeof value === "object" && value !== null && "text" in value && "values" in value;
}
