import { describe, expect, it } from "vitest";
import { CursorInvalidError, type Stores, type TaskPage, type TaskQuery } from "#engine";
import { type OpenStores, openFresh } from "./open-stores.ts";
import {
  ANNA,
  ANNA_SOUTH,
  aState,
  aTask,
  BERT,
  collect,
  create,
  creation,
  told,
  update,
} from "./task-builders.ts";

export function readingContract(open: OpenStores): void {
  describe("a task", () => {
    it.each([BERT, ANNA_SOUTH])("looks like no task to %o", async (stranger) => {
      await using stores = await openFresh(open);
      await create(stores, "t");
      expect(await stores.tasks.get("t", stranger)).toBeUndefined();
      expect(await stores.tasks.get("t", ANNA)).toBeDefined();
    });
  });
  listContract(open);
  cursorContract(open);
  recoveryContract(open);
  eventContract(open);
}

function listContract(open: OpenStores): void {
  describe("the list", () => {
    it("shows the newest status first, and the same times by id", async () => {
      await using stores = await openFresh(open);
      for (const [id, statusAt] of [
        ["b", 5],
        ["a", 5],
        ["new", 9],
        ["old", 1],
        ["c", 5],
      ] as const)
        await create(stores, id, { statusAt });
      const page = await stores.tasks.list({ ...ANNA, pageSize: 10 });
      expect(page.tasks.map((task) => task.id)).toEqual(["new", "c", "b", "a", "old"]);
      expect(page.totalSize).toBe(5);
      expect(page.nextCursor).toBeUndefined();
    });

    it("shows nobody another's tasks", async () => {
      await using stores = await openFresh(open);
      await create(stores, "hers");
      await create(stores, "his", BERT);
      await create(stores, "south", ANNA_SOUTH);
      for (const [owner, id] of [
        [ANNA, "hers"],
        [BERT, "his"],
        [ANNA_SOUTH, "south"],
      ] as const) {
        const page = await stores.tasks.list({ ...owner, pageSize: 10 });
        expect([page.tasks.map((task) => task.id), page.totalSize]).toEqual([[id], 1]);
      }
    });

    it.each<[string, Partial<TaskQuery>, readonly string[]]>([
      ["a context", { contextId: "one" }, ["3", "1"]],
      ["a state", { states: ["working"] }, ["2"]],
      ["several states", { states: ["working", "failed"] }, ["3", "2"]],
      ["no state at all", { states: [] }, []],
      ["a time, which itself belongs to it", { statusSince: 20 }, ["3", "2"]],
      ["all of them", { contextId: "one", states: ["failed"], statusSince: 30 }, ["3"]],
      ["what nobody has", { contextId: "none" }, []],
    ])("is narrowed to %s", async (_, filter, ids) => {
      await using stores = await openFresh(open);
      await create(stores, "1", { contextId: "one", state: aState("submitted"), statusAt: 10 });
      await create(stores, "2", { contextId: "two", state: aState("working"), statusAt: 20 });
      await create(stores, "3", { contextId: "one", state: aState("failed"), statusAt: 30 });
      const page = await stores.tasks.list({ ...ANNA, pageSize: 10, ...filter });
      expect([page.tasks.map((task) => task.id), page.totalSize]).toEqual([ids, ids.length]);
    });

    it.each([1, 2, 3, 7, 8, 100])("read by pages of %i shows every task once", async (pageSize) => {
      await using stores = await openFresh(open);
      const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
      await Promise.all(ids.map((id, index) => create(stores, id, { statusAt: Math.floor(index / 3) })));
      const pages = await allPages(stores, { ...ANNA, pageSize });
      expect(pages.flatMap((page) => page.tasks.map((task) => task.id)).sort()).toEqual(ids);
      expect(new Set(pages.map((page) => page.totalSize))).toEqual(new Set([8]));
      expect(pages).toHaveLength(Math.ceil(8 / pageSize));
    });

    it("shows every one of huge tasks, although a page may hold fewer than were asked for", async () => {
      await using stores = await openFresh(open);
      const part = { kind: "text" as const, text: "x".repeat(3_000_000) };
      for (const id of ["1", "2", "3"])
        await create(stores, id, { artifacts: [{ artifactId: "a", parts: [part] }] });
      await create(stores, "4", { artifacts: [{ artifactId: "a", parts: [part, part] }] });
      await create(stores, "5");
      const pages = await allPages(stores, { ...ANNA, pageSize: 100 });
      expect(pages.flatMap((page) => page.tasks.map((task) => task.id))).toEqual(["5", "4", "3", "2", "1"]);
      expect(pages.every((page) => page.totalSize === 5 && page.tasks.length > 0)).toBe(true);
    });

    it("goes on where it was although tasks come and go meanwhile", async () => {
      await using stores = await openFresh(open);
      for (const statusAt of [1, 2, 3, 4]) await create(stores, `t${statusAt}`, { statusAt });
      const first = await stores.tasks.list({ ...ANNA, pageSize: 2 });
      await create(stores, "newer", { statusAt: 9 });
      const last = first.tasks.at(-1);
      if (last !== undefined) await stores.tasks.commit(update(last, { statusAt: 10 }));
      const second = await stores.tasks.list({ ...ANNA, pageSize: 2, ...cursorOf(first) });
      expect(second.tasks.map((task) => task.id)).toEqual(["t2", "t1"]);
    });
  });
}

function cursorContract(open: OpenStores): void {
  const threeTasks = async (stores: Stores): Promise<string> => {
    for (const statusAt of [1, 2, 3]) await create(stores, `t${statusAt}`, { statusAt });
    await create(stores, "his", BERT);
    const { nextCursor } = await stores.tasks.list({ ...ANNA, pageSize: 1 });
    expect(nextCursor).toBeDefined();
    return nextCursor ?? "";
  };

  describe("a page cursor", () => {
    it("tells nothing of the database's inside and fits into a URL", async () => {
      await using stores = await openFresh(open);
      expect(await threeTasks(stores)).toMatch(/^[A-Za-z0-9_-]{20,200}$/);
    });

    it.each<[string, (cursor: string) => string]>([
      ["nothing", () => ""],
      ["a word", () => "page-2"],
      ["not base64url", () => "ä/+= ;"],
      ["cut off", (cursor) => cursor.slice(0, -2)],
      ["longer", (cursor) => `${cursor}AA`],
      ["padded", (cursor) => `${cursor}=`],
      ["with a space", (cursor) => ` ${cursor}`],
      ["huge", (cursor) => cursor.repeat(10_000)],
      ["its first letter changed", (cursor) => (cursor.startsWith("A") ? "B" : "A") + cursor.slice(1)],
      ["a position without its seal", () => Buffer.from('[3,"t3"]').toString("base64url")],
    ])("that is %s is refused", async (_, forge) => {
      await using stores = await openFresh(open);
      const cursor = forge(await threeTasks(stores));
      await expect(stores.tasks.list({ ...ANNA, pageSize: 1, cursor })).rejects.toBeInstanceOf(
        CursorInvalidError,
      );
    });

    it.each<[string, Partial<TaskQuery>]>([
      ["owner", { owner: "bert" }],
      ["tenant", { tenant: "south" }],
      ["context", { contextId: "context-1" }],
      ["state", { states: ["submitted"] }],
      ["time", { statusSince: 0 }],
    ])("is refused in a query for another %s", async (_, other) => {
      await using stores = await openFresh(open);
      const cursor = await threeTasks(stores);
      const query = { ...ANNA, pageSize: 1, cursor, ...other };
      await expect(stores.tasks.list(query)).rejects.toBeInstanceOf(CursorInvalidError);
    });

    it("may be used with another page size", async () => {
      await using stores = await openFresh(open);
      const cursor = await threeTasks(stores);
      const page = await stores.tasks.list({ ...ANNA, pageSize: 50, cursor });
      expect(page.tasks.map((task) => task.id)).toEqual(["t2", "t1"]);
    });
  });
}

function recoveryContract(open: OpenStores): void {
  describe("for recovery and conversations, the store", () => {
    it("streams what is submitted or working, oldest first, of everybody", async () => {
      await using stores = await openFresh(open);
      await create(stores, "late", { createdAt: 30 });
      await create(stores, "early", { ...BERT, createdAt: 10, state: aState("working") });
      await create(stores, "asks", { createdAt: 5, state: aState("input-required") });
      await create(stores, "done", { createdAt: 1, state: aState("completed") });
      await create(stores, "middle", { ...ANNA_SOUTH, createdAt: 20 });
      expect(await collect(stores.tasks.unfinished())).toEqual(["early", "middle", "late"]);
    });

    it("streams more than fit into one read, each once, while they are being changed", async () => {
      await using stores = await openFresh(open);
      const ids = Array.from({ length: 450 }, (_, index) => `t${index}`);
      await Promise.all(ids.map((id, index) => create(stores, id, { createdAt: Math.floor(index / 100) })));
      const seen: string[] = [];
      for await (const id of stores.tasks.unfinished()) {
        seen.push(id);
        const task = await stores.tasks.load(id);
        if (task !== undefined && seen.length % 7 === 0)
          await stores.tasks.commit(update(task, { state: aState("completed") }));
      }
      expect(seen.toSorted()).toEqual(ids.toSorted());
    });

    it("streams what has waited for input since before a time, oldest status first, of everybody", async () => {
      await using stores = await openFresh(open);
      const asks = { state: aState("input-required") };
      await create(stores, "late", { ...asks, createdAt: 1, statusAt: 30 });
      await create(stores, "early", { ...BERT, ...asks, createdAt: 5, statusAt: 10 });
      await create(stores, "middle", { ...ANNA_SOUTH, ...asks, statusAt: 20 });
      await create(stores, "in-time", { ...asks, statusAt: 31 });
      await create(stores, "works", { state: aState("working"), statusAt: 10 });
      await create(stores, "done", { state: aState("completed"), statusAt: 10 });
      expect(await collect(stores.tasks.unanswered(31))).toEqual(["early", "middle", "late"]);
    });

    it("tells which of some tasks have nothing left to do", async () => {
      await using stores = await openFresh(open);
      for (const id of ["going", "waiting", "canceling", "ended"]) await create(stores, id);
      const ended = await stores.tasks.load("ended");
      if (ended === undefined) throw new Error("The task is not there.");
      await stores.tasks.commit(update(ended, { state: { kind: "completed" } }));
      await stores.tasks.requestCancel("canceling", ANNA);
      const ids = ["removed", "ended", "canceling", "going"];
      expect(await stores.tasks.stoppedAmong(ids)).toEqual(["removed", "ended", "canceling"]);
      expect(await stores.tasks.stoppedAmong([])).toEqual([]);
    });

    it("streams more questions than fit into one read, each once, while they are being ended", async () => {
      await using stores = await openFresh(open);
      const ids = Array.from({ length: 450 }, (_, index) => `t${index}`);
      const asks = { state: aState("input-required") };
      await Promise.all(
        ids.map((id, index) => create(stores, id, { ...asks, statusAt: Math.floor(index / 100) })),
      );
      const seen: string[] = [];
      for await (const id of stores.tasks.unanswered(5)) {
        seen.push(id);
        const task = await stores.tasks.load(id);
        if (task !== undefined) await stores.tasks.commit(update(task, { state: aState("failed") }));
      }
      expect(seen.toSorted()).toEqual(ids.toSorted());
    });

    it("gives the newest tasks of a context, oldest first, to its owner alone", async () => {
      await using stores = await openFresh(open);
      for (const [id, createdAt] of [
        ["3", 30],
        ["1", 10],
        ["2", 20],
      ] as const)
        await create(stores, id, { createdAt });
      await create(stores, "his", { ...BERT, createdAt: 25 });
      await create(stores, "elsewhere", { contextId: "context-2", createdAt: 40 });
      const ids = async (limit: number, owner = ANNA): Promise<readonly string[]> =>
        (await stores.tasks.inContext("context-1", owner, limit)).map((task) => task.id);
      expect(await ids(10)).toEqual(["1", "2", "3"]);
      expect(await ids(2)).toEqual(["2", "3"]);
      expect(await ids(10, BERT)).toEqual(["his"]);
    });

    it("counts by state, and leaves out states that nothing is in", async () => {
      await using stores = await openFresh(open);
      expect(await stores.tasks.countByState()).toEqual({});
      await create(stores, "1");
      await create(stores, "2", BERT);
      await create(stores, "3", { state: aState("failed") });
      expect(await stores.tasks.countByState()).toEqual({ submitted: 2, failed: 1 });
    });
  });
}

function eventContract(open: OpenStores): void {
  describe("the event log", () => {
    it.each<[string, number, number, readonly number[]]>([
      ["all", 0, 10, [1, 2, 3, 4, 5]],
      ["a page", 0, 2, [1, 2]],
      ["the next page", 2, 2, [3, 4]],
      ["nothing after the last", 5, 10, []],
      ["nothing after what is not there yet", 99, 10, []],
    ])("gives %s (after %i, at most %i)", async (_, afterSeq, limit, seqs) => {
      await using stores = await openFresh(open);
      await stores.tasks.commit(creation(aTask("t"), ["1", "2", "3", "4", "5"].map(told)));
      await create(stores, "other");
      const events = await stores.events.page("t", afterSeq, limit);
      expect(events.map((event) => event.seq)).toEqual(seqs);
      expect(events.every((event) => event.taskId === "t" && event.at === 1000)).toBe(true);
    });

    it("gives nothing for an unknown task", async () => {
      await using stores = await openFresh(open);
      expect(await stores.events.page("ghost", 0, 10)).toEqual([]);
    });
  });
}

function cursorOf(page: TaskPage): { readonly cursor?: string } {
  return page.nextCursor === undefined ? {} : { cursor: page.nextCursor };
}

async function allPages(stores: Stores, query: TaskQuery): Promise<readonly TaskPage[]> {
  const pages: TaskPage[] = [];
  let from: { readonly cursor?: string } = {};
  do {
    const page = await stores.tasks.list({ ...query, ...from });
    pages.push(page);
    from = cursorOf(page);
  } while (from.cursor !== undefined);
  return pages;
}
