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

beforeEach(() => {
  database = new DatabaseSync(":memory:");
  database.exec("create table notes (text text primary key) strict");
  db = new Kysely<StoreSchema>({ dialect: new NodeSqliteDialect(database) });
  transactions = new GroupCommit(db, database, systemClock);
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

  it("are seen by no reader before they are durable", async () => {
    const reader = transactions.reader();
    const read = async () => (await reader.executeQuery(CompiledQuery.raw("select text from notes"))).rows;
    const early: Promise<unknown>[] = [];
    const undone = transactions.run(async (trx) => {
      await note("undone")(trx);
      early.push(read());
      await note("again")(trx);
      throw new Error("no");
    });
    const done = transactions.run(note("done"));
    await expect(undone).rejects.toThrow("no");
    await done;
    expect(await Promise.all([...early, read()])).toEqual([[{ text: "done" }], [{ text: "done" }]]);
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
