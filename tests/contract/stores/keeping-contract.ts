import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Stores, TaskNotFoundError, VersionConflictError } from "#engine";
import { GRACE_MS, type OpenStores, openFresh, StandingClock } from "./open-stores.ts";
import {
  ANNA,
  aMessage,
  aState,
  aTask,
  collect,
  create,
  creation,
  record,
  reference,
  someBytes,
  update,
} from "./task-builders.ts";

/** More than the times of all tasks here. */
const FOREVER = Number.MAX_SAFE_INTEGER;

export function keepingContract(open: OpenStores): void {
  journalContract(open);
  documentContract(open);
  removalContract(open);
  documentRemovalContract(open);
}

function journalContract(open: OpenStores): void {
  describe("the journal", () => {
    it("finds the result of a step of a task", async () => {
      await using stores = await openFresh(open);
      await create(stores, "t");
      await create(stores, "other");
      const step = { taskId: "t", stepPath: "round-1/job-2" };
      expect(await stores.journal.find(step)).toBeUndefined();
      await stores.journal.put(step, "hash", '{"text":"𝄞"}');
      expect(await stores.journal.find(step)).toEqual({ requestHash: "hash", result: '{"text":"𝄞"}' });
      expect(await stores.journal.find({ ...step, taskId: "other" })).toBeUndefined();
    });

    it("replaces what another request left under the same key, and lists it where it was stored last", async () => {
      await using stores = await openFresh(open);
      await create(stores, "t");
      for (const [stepPath, hash] of [
        ["b", "1"],
        ["a", "2"],
        ["c", "3"],
        ["b", "4"],
      ] as const)
        await stores.journal.put({ taskId: "t", stepPath }, hash, `"${hash}"`);
      expect(await collect(stores.journal.list("t"))).toEqual([
        { stepPath: "a", requestHash: "2", result: '"2"' },
        { stepPath: "c", requestHash: "3", result: '"3"' },
        { stepPath: "b", requestHash: "4", result: '"4"' },
      ]);
    });

    it("keeps the order of a hundred steps that are stored at once", async () => {
      await using stores = await openFresh(open);
      await create(stores, "t");
      const paths = Array.from({ length: 120 }, (_, index) => `job-${index}`);
      await Promise.all(paths.map((stepPath) => stores.journal.put({ taskId: "t", stepPath }, "h", "1")));
      const listed = await collect(stores.journal.list("t"));
      expect(listed.map((step) => step.stepPath)).toEqual(paths);
    });

    it("takes nothing from a run that was overtaken, and tells it nothing", async () => {
      await using stores = await openFresh(open);
      const first = await stores.tasks.commit(update(await create(stores, "t"), { runs: 1 }));
      const step = { taskId: "t", stepPath: "round-1" };
      await stores.journal.put({ ...step, run: 1 }, "hash", '"first"');
      await stores.tasks.commit(update(first, { runs: 2 }));
      const late = stores.journal.put({ ...step, run: 1 }, "hash", '"late"');
      await expect(late).rejects.toBeInstanceOf(VersionConflictError);
      await expect(stores.journal.find({ ...step, run: 1 })).rejects.toBeInstanceOf(VersionConflictError);
      const paid = { requestHash: "hash", result: '"first"' };
      expect(await stores.journal.find({ ...step, run: 2 })).toEqual(paid);
      await stores.journal.put({ ...step, run: 2 }, "other", '"second"');
      expect((await stores.journal.find(step))?.result).toBe('"second"');
    });

    it("keeps nothing for a task that is not there", async () => {
      await using stores = await openFresh(open);
      const put = stores.journal.put({ taskId: "ghost", stepPath: "a" }, "h", "1");
      await expect(put).rejects.toBeInstanceOf(TaskNotFoundError);
    });
  });
}

function documentContract(open: OpenStores): void {
  const PIECE = 256 * 1024;

  describe("a document", () => {
    it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17])(
      "of %i bytes comes back as it went in",
      async (length) => {
        await using stores = await openFresh(open);
        const bytes = someBytes(length);
        const hash = await stores.documents.put(bytes);
        expect(hash).toBe(createHash("sha256").update(bytes).digest("hex"));
        const back = await stores.documents.get(hash);
        expect(back?.length).toBe(length);
        expect(Buffer.compare(back ?? new Uint8Array(), bytes)).toBe(0);
      },
    );

    it("that is put many times at once is one document", async () => {
      await using stores = await openFresh(open);
      const bytes = someBytes(2 * PIECE + 5);
      const hashes = await Promise.all([1, 2, 3].map(() => stores.documents.put(bytes)));
      expect(new Set(hashes).size).toBe(1);
      expect(Buffer.compare((await stores.documents.get(hashes[0] ?? "")) ?? new Uint8Array(), bytes)).toBe(
        0,
      );
    });

    it("may be a view into a larger buffer", async () => {
      await using stores = await openFresh(open);
      const whole = someBytes(1000);
      const hash = await stores.documents.put(whole.subarray(100, 200));
      expect(
        Buffer.compare((await stores.documents.get(hash)) ?? new Uint8Array(), whole.subarray(100, 200)),
      ).toBe(0);
    });

    it("that is unknown is undefined", async () => {
      await using stores = await openFresh(open);
      expect(await stores.documents.get("0".repeat(64))).toBeUndefined();
      expect(await stores.documents.get("' or 1=1")).toBeUndefined();
    });
  });
}

function removalContract(open: OpenStores): void {
  describe("removing finished tasks", () => {
    it("takes the terminal ones that are older, and never one that is not terminal", async () => {
      await using stores = await openFresh(open);
      for (const kind of ["completed", "failed", "canceled", "rejected"] as const) {
        await create(stores, `old ${kind}`, { statusAt: 99, state: aState(kind) });
        await create(stores, `new ${kind}`, { statusAt: 100, state: aState(kind) });
      }
      for (const kind of ["submitted", "working", "input-required"] as const)
        await create(stores, kind, { statusAt: 1, state: aState(kind) });
      expect(await stores.tasks.removeFinished({ olderThan: 100, maxTasks: 1000 })).toBe(4);
      const { tasks } = await stores.tasks.list({ ...ANNA, pageSize: 100 });
      expect(tasks.filter((task) => task.id.startsWith("old"))).toEqual([]);
      expect(tasks).toHaveLength(7);
    });

    it("takes the oldest of the terminal ones, as many as it takes to keep the limit", async () => {
      await using stores = await openFresh(open);
      await create(stores, "working", { statusAt: 1, state: aState("working") });
      const times = Array.from({ length: 40 }, (_, index) => index + 10);
      for (const statusAt of times)
        await create(stores, `t${statusAt}`, { statusAt, state: aState("completed") });
      expect(await stores.tasks.removeFinished({ olderThan: 0, maxTasks: 5 })).toBe(36);
      const { tasks } = await stores.tasks.list({ ...ANNA, pageSize: 100 });
      expect(tasks.map((task) => task.id)).toEqual(["t49", "t48", "t47", "t46", "working"]);
    });

    it("leaves unfinished tasks although they are more than the limit", async () => {
      await using stores = await openFresh(open);
      for (const id of ["1", "2", "3"]) await create(stores, id);
      await create(stores, "done", { state: aState("completed") });
      expect(await stores.tasks.removeFinished({ olderThan: 0, maxTasks: 1 })).toBe(1);
      expect(await stores.tasks.countByState()).toEqual({ submitted: 3 });
    });

    it("takes events, journal and messages along", async () => {
      await using stores = await openFresh(open);
      const task = await stores.tasks.commit(creation(aTask("t")), record("m", aTask("t")));
      await stores.journal.put({ taskId: "t", stepPath: "a" }, "h", "1");
      await stores.tasks.commit(update(task, { state: aState("completed") }));
      expect(await stores.tasks.removeFinished({ olderThan: FOREVER, maxTasks: 10 })).toBe(1);
      expect(await stores.tasks.load("t")).toBeUndefined();
      expect(await stores.events.page("t", 0, 10)).toEqual([]);
      expect(await collect(stores.journal.list("t"))).toEqual([]);
      expect(await stores.tasks.findMessage("m", ANNA)).toBeUndefined();
    });

    it("lets others read and write meanwhile", async () => {
      await using stores = await openFresh(open);
      await Promise.all(
        Array.from({ length: 60 }, (_, index) => create(stores, `t${index}`, { state: aState("completed") })),
      );
      const removal = stores.tasks.removeFinished({ olderThan: FOREVER, maxTasks: 10 });
      const made = await create(stores, "meanwhile");
      expect(await stores.tasks.get("meanwhile", ANNA)).toEqual(made);
      expect(await removal).toBe(60);
      expect(await stores.tasks.countByState()).toEqual({ submitted: 1 });
    });
  });
}

function documentRemovalContract(open: OpenStores): void {
  const endTask = async (stores: Stores, id: string): Promise<void> => {
    const task = await stores.tasks.load(id);
    if (task !== undefined) await stores.tasks.commit(update(task, { state: aState("completed") }));
  };

  describe("a document of removed tasks", () => {
    it("goes with the last task that holds it", async () => {
      const clock = new StandingClock();
      await using stores = await openFresh(open, clock);
      const shared = await stores.documents.put(someBytes(3_000_000));
      const own = await stores.documents.put(someBytes(10, 2));
      await create(stores, "1", { history: [aMessage("q", [reference(shared), reference(own)])] });
      await create(stores, "2", { history: [aMessage("q", [reference(shared)])] });
      await endTask(stores, "1");
      clock.advance(GRACE_MS + 1);
      await stores.tasks.removeFinished({ olderThan: FOREVER, maxTasks: 10 });
      expect(await stores.documents.get(own)).toBeUndefined();
      expect(await stores.documents.get(shared)).toBeDefined();
      await endTask(stores, "2");
      await stores.tasks.removeFinished({ olderThan: FOREVER, maxTasks: 10 });
      expect(await stores.documents.get(shared)).toBeUndefined();
    });

    it.each<[string, (hash: string) => Parameters<Stores["tasks"]["commit"]>[0]]>([
      ["a message", (hash) => creation(aTask("t", { history: [aMessage("q", [reference(hash)])] }))],
      ["the status", (hash) => creation(aTask("t", { statusMessage: aMessage("s", [reference(hash)]) }))],
      [
        "an artifact",
        (hash) =>
          creation(
            aTask("t", {
              artifacts: [{ artifactId: "a", parts: [{ kind: "document", document: reference(hash) }] }],
            }),
          ),
      ],
      [
        "an event",
        (hash) =>
          creation(aTask("t"), [{ type: "message-added", message: aMessage("e", [reference(hash)]) }]),
      ],
      [
        "its request",
        (hash) => creation(aTask("t", { request: { documents: [{ hash, name: "report.pdf" }] } })),
      ],
    ])("stays while a task names it in %s", async (_, change) => {
      const clock = new StandingClock();
      await using stores = await openFresh(open, clock);
      const hash = await stores.documents.put(someBytes(100));
      await stores.tasks.commit(change(hash));
      clock.advance(10 * GRACE_MS);
      await stores.tasks.removeFinished({ olderThan: FOREVER, maxTasks: 0 });
      expect(await stores.documents.get(hash)).toBeDefined();
    });

    it("that was put again lately waits for the task that it was put for", async () => {
      const clock = new StandingClock();
      await using stores = await openFresh(open, clock);
      const bytes = someBytes(2_000_000);
      const hash = await stores.documents.put(bytes);
      await create(stores, "1", { history: [aMessage("q", [reference(hash)])], state: aState("completed") });
      clock.advance(10 * GRACE_MS);
      await stores.documents.put(bytes);
      await stores.tasks.removeFinished({ olderThan: FOREVER, maxTasks: 10 });
      expect(await stores.documents.get(hash)).toBeDefined();
    });

    it("can be put again after it went, and while it goes", async () => {
      const clock = new StandingClock();
      await using stores = await openFresh(open, clock);
      const bytes = someBytes(9_000_000);
      const hash = await stores.documents.put(bytes);
      clock.advance(10 * GRACE_MS);
      const [, again] = await Promise.all([
        stores.tasks.removeFinished({ olderThan: 0, maxTasks: 10 }),
        stores.documents.put(bytes),
      ]);
      expect(again).toBe(hash);
      expect(Buffer.compare((await stores.documents.get(hash)) ?? new Uint8Array(), bytes)).toBe(0);
      clock.advance(10 * GRACE_MS);
      await stores.tasks.removeFinished({ olderThan: 0, maxTasks: 10 });
      expect(await stores.documents.get(hash)).toBeUndefined();
      expect(await stores.documents.put(bytes)).toBe(hash);
      expect((await stores.documents.get(hash))?.length).toBe(bytes.length);
    });
  });
}
