import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CursorInvalidError, type TaskPage } from "#engine";
import {
  openSqliteStores,
  StoreCorruptError,
  StoreInUseError,
  StoreTooNewError,
  StoreUnavailableError,
} from "#stores";
import { GRACE_MS, StandingClock } from "./open-stores.ts";
import { ANNA, create, someBytes } from "./task-builders.ts";

const WRITER = join(import.meta.dirname, "crash-writer.ts");

let folder = "";
let path = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-file-"));
  path = join(folder, "store.db");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function sql(statements: string): void {
  const file = new DatabaseSync(path);
  file.exec(statements);
  file.close();
}

describe("a database file", () => {
  it("keeps what was stored when it is closed and opened again, and its page tokens stay good", async () => {
    let cursor: string | undefined;
    {
      await using stores = await openSqliteStores({ path });
      for (const id of ["1", "2"]) await create(stores, id);
      cursor = (await stores.tasks.list({ ...ANNA, pageSize: 1 })).nextCursor;
    }
    await using stores = await openSqliteStores({ path });
    const page = await stores.tasks.list({
      ...ANNA,
      pageSize: 1,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(page.tasks.map((task) => task.id)).toEqual(["1"]);
  });

  it("is made with its folders, and nobody else can read it", async () => {
    path = join(folder, "data", "deep", "store.db");
    await using _stores = await openSqliteStores({ path });
    const modes = await Promise.all([join(folder, "data"), path, `${path}-wal`].map((each) => stat(each)));
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(["700", "600", "600"]);
  });

  it("belongs to one process: the second is refused with the file's name, and gets it once the first is gone", async () => {
    const first = spawn(process.execPath, [WRITER, path], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(first, "exit");
    await once(first.stdout, "data");
    const refused = await openSqliteStores({ path, lockWaitMs: 0 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreInUseError);
    expect(refused).toMatchObject({
      code: "store-in-use",
      file: path,
      message: expect.stringContaining(path),
    });
    first.kill("SIGKILL");
    await exited;
    await using stores = await openSqliteStores({ path, lockWaitMs: 0 });
    await create(stores, "mine");
  });

  it("is refused to a second opener in the same process too, which waits for one that is closing", async () => {
    const first = await openSqliteStores({ path });
    await expect(openSqliteStores({ path, lockWaitMs: 0 })).rejects.toBeInstanceOf(StoreInUseError);
    const second = openSqliteStores({ path, lockWaitMs: 20_000 });
    await first[Symbol.asyncDispose]();
    await using stores = await second;
    await create(stores, "mine");
  });

  it("that a newer program wrote is refused and left as it is", async () => {
    await using stores = await openSqliteStores({ path });
    await stores[Symbol.asyncDispose]();
    sql("insert into store_migrations values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')");
    const before = await readFile(path);
    const refused = await openSqliteStores({ path }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreTooNewError);
    expect(refused).toMatchObject({
      code: "store-too-new",
      database: path,
      foundVersion: "9999-from-the-future",
    });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it.each<[string, () => Promise<void>]>([
    ["is no database", () => writeFile(path, "This is a letter to my aunt. ".repeat(500))],
    [
      "is another program's database",
      async () => sql("create table letters (text text); insert into letters values ('Dear aunt')"),
    ],
    ["lost its first page", () => damage(0, 4096)],
    ["lost its schema", () => damage(100, 3000)],
  ])("that %s is refused and left as it is", async (_, spoil) => {
    await spoil();
    const before = await readFile(path);
    const refused = await openSqliteStores({ path }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreCorruptError);
    expect(refused).toMatchObject({ code: "store-corrupt", database: path });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it("that is damaged inside says so when the damage is met", async () => {
    {
      await using stores = await openSqliteStores({ path });
      for (let index = 0; index < 50; index += 1) {
        await create(stores, `t${index}`, { metadata: { filler: "x".repeat(3000) } });
      }
    }
    await damage(8 * 4096, 40 * 4096);
    const outcome = async (): Promise<void> => {
      await using stores = await openSqliteStores({ path });
      await stores.tasks.list({ ...ANNA, pageSize: 100 });
    };
    await expect(outcome()).rejects.toBeInstanceOf(StoreCorruptError);
  });

  it("refuses the page tokens of another", async () => {
    await using stores = await openSqliteStores({ path });
    await using other = await openSqliteStores({ path: ":memory:" });
    for (const id of ["1", "2"]) await create(other, id);
    const { nextCursor = "none" } = await other.tasks.list({ ...ANNA, pageSize: 1 });
    expect(nextCursor).not.toBe("none");
    const foreign = stores.tasks.list({ ...ANNA, pageSize: 1, cursor: nextCursor });
    await expect(foreign).rejects.toBeInstanceOf(CursorInvalidError);
  });

  it("gives no more than a few megabytes of tasks a page, and at least one task", async () => {
    await using stores = await openSqliteStores({ path });
    const part = { kind: "text" as const, text: "x".repeat(3_000_000) };
    for (const [id, parts] of [
      ["1", [part]],
      ["2", [part, part]],
      ["3", []],
    ] as const) {
      await create(stores, id, { artifacts: [{ artifactId: "a", parts }] });
    }
    const pages: string[][] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const page: TaskPage = await stores.tasks.list({ ...ANNA, pageSize: 100, ...(cursor && { cursor }) });
      pages.push(page.tasks.map((task) => task.id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([["3"], ["2"], ["1"]]);
  });

  it("gives the room of removed documents back to the disk", async () => {
    const clock = new StandingClock();
    await using stores = await openSqliteStores({ path, clock, unheldDocumentGraceMs: GRACE_MS });
    await stores.documents.put(someBytes(30_000_000));
    clock.advance(GRACE_MS + 1);
    await stores.tasks.removeFinished({ olderThan: 0, maxTasks: 10 });
    await stores[Symbol.asyncDispose]();
    expect((await stat(path)).size).toBeLessThan(10_000_000);
  });

  it("that is removed while it is open is noticed by the ping", async () => {
    await using stores = await openSqliteStores({ path });
    await rename(path, `${path}.moved`);
    await expect(stores.ping(new AbortController().signal)).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it("that cannot be opened says why", async () => {
    await mkdir(path);
    await expect(openSqliteStores({ path })).rejects.toMatchObject({
      code: "store-unavailable",
      database: path,
    });
    const inFile = join(folder, "file", "store.db");
    await writeFile(join(folder, "file"), "");
    await expect(openSqliteStores({ path: inFile })).rejects.toMatchObject({ code: "store-unavailable" });
  });
});

/** Writes noise over a part of the file, of a database that was good before. */
async function damage(from: number, bytes: number): Promise<void> {
  const stores = await openSqliteStores({ path });
  await stores[Symbol.asyncDispose]();
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  await file.close();
}
