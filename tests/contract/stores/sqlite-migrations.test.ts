import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredTask, Stores } from "#engine";
import { openSqliteStores } from "#stores";
import { VERSION_1_ROWS, VERSION_1_SCHEMA } from "./earlier-versions/version-1.ts";
import { VERSION_2_ROWS, VERSION_2_SCHEMA } from "./earlier-versions/version-2.ts";
import { VERSION_3_ROWS, VERSION_3_SCHEMA } from "./earlier-versions/version-3.ts";
import { VERSION_4_ROWS, VERSION_4_SCHEMA } from "./earlier-versions/version-4.ts";
import { VERSION_5_ROWS, VERSION_5_SCHEMA } from "./earlier-versions/version-5.ts";
import { ANNA, collect, create, update } from "./task-builders.ts";

interface EarlierVersion {
  readonly version: string;
  readonly schema: readonly string[];
  readonly rows: readonly string[];
}

/** One for each released migration, in order: a new migration comes with a new entry. */
const EARLIER_VERSIONS: readonly EarlierVersion[] = [
  { version: "0001-first-tables", schema: VERSION_1_SCHEMA, rows: VERSION_1_ROWS },
  { version: "0002-limit-tables", schema: VERSION_2_SCHEMA, rows: VERSION_2_ROWS },
  { version: "0003-count-runs", schema: VERSION_3_SCHEMA, rows: VERSION_3_ROWS },
  { version: "0004-result-cache", schema: VERSION_4_SCHEMA, rows: VERSION_4_ROWS },
  { version: "0005-bucket-objects", schema: VERSION_5_SCHEMA, rows: VERSION_5_ROWS },
];

/** What every fixture holds, as the current code shows it. */
const EARLIER_TASK: StoredTask = {
  ...ANNA,
  id: "earlier",
  contextId: "context-1",
  version: 2,
  lastSeq: 2,
  state: { kind: "working" },
  statusMessage: { messageId: "m2", role: "agent", parts: [{ kind: "text", text: "reading" }] },
  history: [{ messageId: "m1", role: "user", parts: [{ kind: "text", text: "hello" }] }],
  artifacts: [{ artifactId: "a", parts: [{ kind: "text", text: "so far" }] }],
  metadata: { skill_id: "minion_query" },
  request: { rounds: 3 },
  cancelRequested: true,
  attempts: 1,
  runs: 0,
  timeoutMs: 60_000,
  createdAt: 1000,
  statusAt: 2000,
  deadlineAt: 62_000,
};

let folder = "";
let path = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-migrations-"));
  path = join(folder, "store.db");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function inFile<Value>(use: (file: DatabaseSync) => Value): Value {
  const file = new DatabaseSync(path);
  try {
    return use(file);
  } finally {
    file.close();
  }
}

function schemaOfFile(): readonly unknown[] {
  return inFile((file) =>
    file
      .prepare("select sql from sqlite_master where sql is not null order by rowid")
      .all()
      .map((row) => row["sql"]),
  );
}

async function expectAllThere(stores: Stores): Promise<void> {
  expect(await stores.tasks.get("earlier", ANNA)).toStrictEqual(EARLIER_TASK);
  expect((await stores.events.page("earlier", 0, 10)).map((event) => event.seq)).toEqual([1, 2]);
  expect(await collect(stores.journal.list("earlier"))).toEqual([
    { stepPath: "round-1", requestHash: "request", result: '"paid"' },
  ]);
  expect((await stores.tasks.findMessage("m1", ANNA))?.taskId).toBe("earlier");
  const document = await stores.documents.get(
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  );
  expect(Buffer.from(document ?? "").toString()).toBe("hello");
}

describe("a database of an earlier version", () => {
  it.each(EARLIER_VERSIONS)(
    "$version is brought up to date with all that is in it",
    async ({ schema, rows }) => {
      inFile((file) => file.exec([...schema, ...rows].join(";\n")));
      {
        await using stores = await openSqliteStores({ path });
        await expectAllThere(stores);
        expect((await stores.tasks.commit(update(EARLIER_TASK, {}))).lastSeq).toBe(3);
      }
      const migrated = schemaOfFile();
      path = join(folder, "fresh.db");
      const fresh = await openSqliteStores({ path });
      await fresh[Symbol.asyncDispose]();
      expect(migrated).toEqual(schemaOfFile());
    },
  );

  it("stands among the fixtures, one for each migration that there is", async () => {
    const stores = await openSqliteStores({ path });
    await stores[Symbol.asyncDispose]();
    const versions = inFile((file) => file.prepare("select name from store_migrations order by name").all());
    expect(versions.map((row) => row["name"])).toEqual(EARLIER_VERSIONS.map(({ version }) => version));
  });

  it("that has had no migration yet, because its process died first, gets them all", async () => {
    inFile((file) => file.exec(VERSION_1_SCHEMA.slice(0, 2).join(";\n")));
    await using stores = await openSqliteStores({ path });
    await create(stores, "t");
  });

  it("is left without half a migration when one fails", async () => {
    inFile((file) =>
      file.exec([...VERSION_1_SCHEMA.slice(0, 2), "create table store_settings (x)"].join(";\n")),
    );
    await expect(openSqliteStores({ path })).rejects.toThrow("store_settings");
    const tables = inFile((file) =>
      file.prepare("select name from sqlite_master where name = 'tasks'").all(),
    );
    expect(tables).toEqual([]);
  });
});
