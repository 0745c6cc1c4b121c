import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashSecret } from "#auth";
import type { Stores } from "#engine";
import {
  copyStore,
  openPostgresAccess,
  openPostgresDatabase,
  openPostgresStores,
  openSqliteAccess,
  openSqliteStores,
  type StorePlace,
} from "#stores";
import {
  ANNA,
  aMessage,
  aState,
  aTask,
  BERT,
  collect,
  create,
  creation,
  record,
  reference,
  someBytes,
  told,
  update,
} from "../contract/stores/task-builders.ts";
import { describeOnPostgres, emptyDatabase, type TestDatabase } from "./databases.ts";

type FolderPlace = Extract<StorePlace, { kind: "folder" }>;

describeOnPostgres("a copy of a store", () => {
  let folder: FolderPlace;
  let path = "";
  let database: TestDatabase;
  let postgres: StorePlace;

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), "store-copy-"));
    folder = { kind: "folder", tasks: join(path, "tasks.sqlite"), access: join(path, "keys.sqlite") };
    database = await emptyDatabase();
    postgres = { kind: "postgres", options: { url: database.url } };
    await fill(folder);
  });

  afterEach(async () => {
    await database[Symbol.asyncDispose]();
    await rm(path, { recursive: true, force: true });
  });

  it("has everything that was there, and goes on as the source would have", async () => {
    await copyStore({ from: folder, to: postgres });
    await using opened = openPostgresDatabase({ url: database.url });
    await using copy = await openPostgresStores({ database: opened });
    const shown = await everything(copy);
    {
      await using source = await openSqliteStores({ path: folder.tasks });
      expect(shown).toEqual(await everything(source));
      // Page tokens of the source are good for the copy.
      const { nextCursor = "" } = await source.tasks.list({ ...ANNA, pageSize: 1 });
      const next = await copy.tasks.list({ ...ANNA, pageSize: 1, cursor: nextCursor });
      expect(next.tasks).toHaveLength(1);
    }
    const working = await copy.tasks.load("working");
    expect(working && (await copy.tasks.commit(update(working, { attempts: 7 }))).lastSeq).toBe(4);
    await using access = openPostgresAccess({ database: opened });
    expect((await access.keys.list()).map(({ credential }) => credential.name)).toEqual(["laptop"]);
    expect(await access.revokedTokens.isRevoked("token")).toBe(true);
  });

  it("may go back into a folder, and is the same again", async () => {
    await copyStore({ from: folder, to: postgres });
    const back: FolderPlace = {
      ...folder,
      tasks: join(path, "b", "t.sqlite"),
      access: join(path, "b", "k.sqlite"),
    };
    await copyStore({ from: postgres, to: back });
    await using source = await openSqliteStores({ path: folder.tasks });
    await using copy = await openSqliteStores({ path: back.tasks });
    expect(await everything(copy)).toEqual(await everything(source));
  });

  it("takes every table that there is and proves it, but for the audit log, whose chain stays where it was written, and the result cache", async () => {
    const copied: string[] = [];
    await copyStore({ from: folder, to: postgres, onTable: (table) => void copied.push(table) });
    const tables = await sql("select tablename as name from pg_tables where schemaname = 'public'");
    const ours = tables
      .map((row) => String(row["name"]))
      .filter((name) => !/migration|^audit_entries$|^result_cache$/.test(name));
    expect(copied.toSorted()).toEqual(ours.toSorted());
  });

  it("is refused while a server runs on the folder, or into what is not empty", async () => {
    {
      await using _server = await openSqliteStores({ path: folder.tasks });
      await expect(copyStore({ from: folder, to: postgres })).rejects.toMatchObject({ code: "store-in-use" });
    }
    await copyStore({ from: folder, to: postgres });
    await expect(copyStore({ from: folder, to: postgres })).rejects.toMatchObject({
      code: "store-not-empty",
    });
    expect(await sql("select count(*)::int as total from tasks")).toEqual([{ total: 4 }]);
  });

  it("that was cut off goes on where it is run again, and no server starts on it before", async () => {
    const cut = copyStore({
      from: folder,
      to: postgres,
      onTable: (table) => {
        if (table === "task_events") throw new Error("cut off");
      },
    });
    await expect(cut).rejects.toThrow("cut off");
    await using opened = openPostgresDatabase({ url: database.url });
    await expect(openPostgresStores({ database: opened })).rejects.toMatchObject({
      code: "store-half-copied",
    });
    await copyStore({ from: folder, to: postgres });
    await using copy = await openPostgresStores({ database: opened });
    expect(await copy.tasks.countByState()).toEqual({
      completed: 1,
      working: 1,
      "input-required": 1,
      submitted: 1,
    });
  });

  it("that something else wrote into is found out", async () => {
    const meddled = copyStore({
      from: folder,
      to: postgres,
      onTable: async (table) => {
        if (table === "tasks") await sql("insert into task_scopes (scope, taken_at) values ('x', 1)");
      },
    });
    await expect(meddled).rejects.toMatchObject({ code: "store-copy-differs", table: "task_scopes" });
  });

  async function sql(statement: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  }
});

async function fill({ tasks, access }: FolderPlace): Promise<void> {
  await using stores = await openSqliteStores({ path: tasks });
  const hash = await stores.documents.put(someBytes(700_000));
  const empty = await stores.documents.put(new Uint8Array());
  const asked = aTask("working", {
    history: [aMessage("nul\u0000 and 𝄞", [reference(hash), reference(empty)])],
  });
  const submitted = await stores.tasks.commit(
    creation(asked, [told("1"), told("2")]),
    record("nul\u0000", asked),
  );
  await stores.tasks.commit(update(submitted, { state: aState("working") }));
  for (const step of ["a", "b", "c"])
    await stores.journal.put({ taskId: "working", stepPath: step }, "h", `"${step}"`);
  await create(stores, "waiting", { state: aState("input-required") });
  await create(stores, "theirs", BERT);
  await create(stores, "done", {
    state: aState("completed"),
    artifacts: [{ artifactId: "a", parts: [{ kind: "text", text: "x".repeat(300_000) }] }],
  });
  await using credentials = await openSqliteAccess({ path: access });
  await credentials.keys.add({
    credential: {
      id: "0123456789abcdef",
      name: "laptop",
      owner: "anna",
      tenant: "north",
      tier: "gold",
      scopes: ["tasks:read"],
      createdAt: 1,
      rotatedAt: undefined,
      lastUsedAt: undefined,
      expiresAt: undefined,
      revokedAt: undefined,
    },
    secret: { hash: hashSecret("secret"), previous: undefined },
  });
  await credentials.revokedTokens.revoke("token", 4_000_000_000_000);
}

/** All that can be read through the stores. */
async function everything(stores: Stores): Promise<unknown> {
  const { tasks } = await stores.tasks.list({ ...ANNA, pageSize: 100 });
  const [document] = tasks
    .flatMap(({ history }) => history)
    .flatMap(({ parts }) => parts.filter((part) => part.kind === "document"));
  return {
    tasks,
    theirs: await stores.tasks.get("theirs", BERT),
    events: await stores.events.page("working", 0, 100),
    journal: await collect(stores.journal.list("working")),
    message: await stores.tasks.findMessage("nul\u0000", ANNA),
    document: Buffer.from((await stores.documents.get(document?.document.hash ?? "")) ?? []).toString(
      "base64",
    ),
    unfinished: await collect(stores.tasks.unfinished()),
  };
}
