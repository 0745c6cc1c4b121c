import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migratePostgres, openPostgresDatabase, openPostgresStores, postgresStatus } from "#stores";
import { POSTGRES_COLUMN_TYPES } from "../../src/stores/schema/column-types.ts";
import { migrate } from "../../src/stores/schema/migrations.ts";
import { ANNA, create, update } from "../contract/stores/task-builders.ts";
import { describeOnPostgres, emptyDatabase, type TestDatabase } from "./databases.ts";

describeOnPostgres("versions of a PostgreSQL database", () => {
  let database: TestDatabase;
  let administrator: pg.Client;

  beforeEach(async () => {
    database = await emptyDatabase();
    administrator = new pg.Client({ connectionString: database.url });
    await administrator.connect();
  });

  afterEach(async () => {
    await administrator.end();
    await database[Symbol.asyncDispose]();
  });

  /** What a newer program does: it adds a column, and says which version may still run beside it. */
  async function becomeNewer(oldestCompatible?: string): Promise<void> {
    await administrator.query("alter table tasks add column shine text not null default 'none'");
    await administrator.query("insert into store_migrations values ('0099-shine', '2030-01-01')");
    if (oldestCompatible === undefined) return;
    await administrator.query("update store_settings set value = $1 where name like 'local:oldest%store%'", [
      oldestCompatible,
    ]);
  }

  it("are made once by many instances that start at the same time", async () => {
    await Promise.all(Array.from({ length: 6 }, () => migratePostgres({ url: database.url })));
    const status = await postgresStatus({ url: database.url });
    expect(status.map(({ pending, unknown }) => [pending, unknown])).toEqual([
      [[], []],
      [[], []],
      [[], []],
    ]);
    expect(status[0]?.applied).toContain("0001-first-tables");
  });

  it("are told before there are any", async () => {
    const [store] = await postgresStatus({ url: database.url });
    expect(store).toMatchObject({ applied: [], unknown: [] });
    expect(store?.pending[0]).toBe("0001-first-tables");
    const { rows } = await administrator.query("select 1 from pg_tables where schemaname = 'public'");
    expect(rows).toEqual([]);
  });

  it("that are newer and only add let this one run beside them", async () => {
    await migratePostgres({ url: database.url });
    await becomeNewer();
    await migratePostgres({ url: database.url });
    await using opened = openPostgresDatabase({ url: database.url });
    await using stores = await openPostgresStores({ database: opened });
    const task = await create(stores, "t");
    await administrator.query("update tasks set shine = 'bright'");
    await stores.tasks.commit(update(task, { state: { kind: "working" } }));
    expect(await stores.tasks.get("t", ANNA)).toMatchObject({ version: 2, state: { kind: "working" } });
    // What the newer program wrote is not undone by the older one.
    expect((await administrator.query("select shine from tasks")).rows).toEqual([{ shine: "bright" }]);
    expect((await postgresStatus({ url: database.url }))[0]?.unknown).toEqual(["0099-shine"]);
  });

  it("that become newer under open connections go on, also where statements were prepared before", async () => {
    await migratePostgres({ url: database.url });
    await using opened = openPostgresDatabase({ url: database.url, poolSize: 1 });
    await using stores = await openPostgresStores({ database: opened });
    const task = await create(stores, "t");
    for (let times = 0; times < 6; times += 1) await stores.tasks.get("t", ANNA);
    await becomeNewer();
    expect(await stores.tasks.get("t", ANNA)).toEqual(task);
    expect((await stores.tasks.commit(update(task, {}))).version).toBe(2);
  });

  it("that are newer and need programs to know them are refused, and left as they are", async () => {
    await migratePostgres({ url: database.url });
    await becomeNewer("0099-shine");
    await expect(migratePostgres({ url: database.url })).rejects.toMatchObject({
      code: "store-too-new",
      foundVersion: "0099-shine",
    });
  });

  it("are waited for no longer than a lock may take, and nobody waits behind them for longer", async () => {
    // What is still to come changes a table that somebody reads.
    await using opened = openPostgresDatabase({ url: database.url });
    await migrate(opened.queries(), POSTGRES_COLUMN_TYPES, "0002-limit-tables");
    const reader = new pg.Client({ connectionString: database.url });
    await reader.connect();
    await reader.query("begin; select * from tasks");
    const migrating = migratePostgres({ url: database.url });
    const waiting = async (): Promise<boolean> => {
      const { rows } = await administrator.query(
        "select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'",
      );
      return rows.length > 0;
    };
    await expect.poll(waiting, { interval: 20 }).toBe(true);
    await expect.poll(waiting, { interval: 20, timeout: 6_000 }).toBe(false);
    await reader.query("commit");
    await reader.end();
    await migrating;
    expect((await postgresStatus({ url: database.url }))[0]?.pending).toEqual([]);
  });
});
