import { DatabaseSync } from "node:sqlite";
import { CompiledQuery, Kysely } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "#kernel";
import type { StoreSchema } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";
import { GroupCommit } from "./group-commit.ts";
import { NodeSqliteDialect } from "./sqlite-dialect.ts";

let database: DatabaseSync;
let db: StoreDatabase;
let transactions: GroupCommit;
let sync: () => Promise<void>;
let checkpoint: () => Promise<void>;

beforeEach(() => {
  database = new DatabaseSync(":memory:");
  database.exec("create table notes (text text primary key) strict");
  db = new Kysely<StoreSchema>({ dialect: new NodeSqliteDialect(database) });
  sync = async () => undefined;
  checkpoint = async () => undefined;
  transactions = new GroupCommit({
    ...{ db, database, clock: systemClock },
    sync: () => sync(),
    checkpoint: () => checkpoint(),
  });
});

afterEach(() => db.destroy());

const note = (text: string) => (trx: StoreDatabase) =>
  trx.executeQuery(CompiledQuery.raw("insert into notes values (?)", [text])).then(() => text);

const notes = (): readonly unknown[] =>
  database
    .prepare("select text from notes order by text")
    .all()
    .map((row) => row["text"]);

describe("changes that are asked for together", () => {
  it("are all made, and each gives its own result", async () => {
    expect(await Promise.all(["a", "b", "c"].map((text) => transactions.run(note(text))))).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(notes()).toEqual(["a", "b", "c"]);
  });

  it("are made in the order in which they were asked for", async () => {
    const order: string[] = [];
    const ask = (text: string) =>
      transactions.run(async () => {
        order.push(text);
      });
    await Promise.all(["1", "2", "3", "4"].map(ask));
    expect(order).toEqual(["1", "2", "3", "4"]);
  });

  it("fail alone: what one did before it failed is undone, the others stay", async () => {
    const outcomes = await Promise.allSettled([
      transactions.run(note("before")),
      transactions.run(async (trx) => {
        await note("undone")(trx);
        throw new Error("no");
      }),
      transactions.run((trx) => note("before")(trx)),
      transactions.run(note("after")),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(notes()).toEqual(["after", "before"]);
  });

  it("are run once, and once more only where one of them fails", async () => {
    const runs = new Map<string, number>();
    const counted = (text: string) => (trx: StoreDatabase) => {
      runs.set(text, (runs.get(text) ?? 0) + 1);
      return note(text)(trx);
    };
    await Promise.all([transactions.run(counted("a")), transactions.run(counted("b"))]);
    expect(runs).toEqual(new Map(Object.entries({ a: 1, b: 1 })));
    const one = transactions.run(counted("c"));
    const refused = transactions.run(note("a"));
    await Promise.allSettled([one, refused, transactions.run(counted("d"))]);
    expect(runs).toEqual(new Map(Object.entries({ a: 1, b: 1, c: 2, d: 1 })));
    expect(notes()).toEqual(["a", "b", "c", "d"]);
  });

  it("ask the database directly where they wait for nothing, and still fail alone", async () => {
    const insert = database.prepare("insert into notes values (?)");
    const outcomes = await Promise.allSettled(
      ["a", "a", "b"].map((text) => transactions.runAtOnce(() => insert.run(text).changes)),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[0]).toMatchObject({ value: 1 });
    expect(notes()).toEqual(["a", "b"]);
  });

  it("are seen by no reader before they are durable", async () => {
    const reader = transactions.reader();
    const read = async () => (await reader.executeQuery(CompiledQuery.raw("select text from notes"))).rows;
    let early: Promise<unknown> | undefined;
    const undone = transactions.run(async (trx) => {
      await note("undone")(trx);
      early ??= read();
      await note("again")(trx);
      throw new Error("no");
    });
    const done = transactions.run(note("done"));
    await expect(undone).rejects.toThrow("no");
    await done;
    expect(await Promise.all([early, read()])).toEqual([[], [{ text: "done" }]]);
  });

  it("are refused when their transaction is lost, none of them half, and those that wait go on", async () => {
    const outcomes = await Promise.allSettled([
      transactions.run(note("a")),
      transactions.run(async () => {
        database.exec("rollback");
        throw new Error("The disk is full.");
      }),
      transactions.run(note("b")),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected", "fulfilled"]);
    await transactions.run(note("later"));
    expect(notes()).toEqual(["b", "later"]);
  });

  it("that meet a full disk are kept exactly where they resolved", async () => {
    database.exec("pragma max_page_count = 20");
    const texts = Array.from({ length: 30 }, (_, index) => `${index} ${"x".repeat(7000)}`);
    const outcomes = await Promise.allSettled(texts.map((text) => transactions.run(note(text))));
    const kept = texts.filter((_, index) => outcomes[index]?.status === "fulfilled");
    expect(kept.length).toBeLessThan(texts.length);
    expect(notes()).toEqual(kept.toSorted());
    database.exec("pragma max_page_count = 1000");
    await transactions.run(note("room again"));
    expect(notes()).toContain("room again");
  });

  it("are refused when there can be no transaction, and do not wait for ever", async () => {
    database.close();
    const outcomes = await Promise.allSettled([transactions.run(note("a")), transactions.run(note("b"))]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
  });

  it("leave no transaction open", async () => {
    await Promise.allSettled([transactions.run(note("a")), transactions.run(note("a"))]);
    expect(database.isTransaction).toBe(false);
  });
});

describe("changes on their way to the disk", () => {
  it("are told to nobody, neither who asked for them nor who reads, before they have reached it", async () => {
    const disk = Promise.withResolvers<void>();
    const order: string[] = [];
    sync = () => disk.promise.then(() => void order.push("disk"));
    const changed = transactions.run(note("a")).then(() => order.push("changed"));
    await turns(3);
    const read = transactions
      .reader()
      .executeQuery(CompiledQuery.raw("select text from notes"))
      .then(() => order.push("read"));
    await turns(3);
    expect(order).toEqual([]);
    disk.resolve();
    await Promise.all([changed, read]);
    expect(order[0]).toBe("disk");
    expect(order).toHaveLength(3);
  });

  it("wait for the disk together with what comes meanwhile", async () => {
    let syncs = 0;
    sync = async () => {
      syncs += 1;
      await turns(3);
    };
    const first = transactions.run(note("a"));
    await turns(2);
    await Promise.all([first, ...["b", "c", "d"].map((text) => transactions.run(note(text)))]);
    expect(syncs).toBe(2);
  });

  it("are told, and read, while the log is written back, and none is made before that has reached the disk", async () => {
    const disk = Promise.withResolvers<void>();
    checkpoint = () => disk.promise;
    await transactions.run(note("a"));
    const later = transactions.run(note("b"));
    await turns(3);
    expect(database.isTransaction).toBe(false);
    expect(notes()).toEqual(["a"]);
    disk.resolve();
    await later;
    expect(notes()).toEqual(["a", "b"]);
  });

  it("are refused from the time on when what was written back did not reach it", async () => {
    checkpoint = () => Promise.reject(new Error("The disk is broken."));
    await transactions.run(note("a"));
    await expect(transactions.run(note("b"))).rejects.toThrow("broken");
    expect(() => transactions.throwIfFailed()).toThrow("broken");
  });

  it("are refused when it fails, and so is all that comes later", async () => {
    sync = () => Promise.reject(new Error("The disk is broken."));
    await expect(transactions.run(note("a"))).rejects.toThrow("broken");
    sync = async () => undefined;
    await expect(transactions.run(note("b"))).rejects.toThrow("broken");
    expect(() => transactions.throwIfFailed()).toThrow("broken");
  });
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
