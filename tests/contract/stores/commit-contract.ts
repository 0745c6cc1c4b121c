import { describe, expect, it } from "vitest";
import {
  MessageConflictError,
  type StoredTask,
  TaskEndedError,
  type TaskStateKind,
  TERMINAL_STATES,
  VersionConflictError,
} from "#engine";
import { type OpenStores, openFresh } from "./open-stores.ts";
import {
  ANNA,
  ANNA_SOUTH,
  aMessage,
  aState,
  aTask,
  BERT,
  create,
  creation,
  record,
  reference,
  told,
  update,
} from "./task-builders.ts";

const FULL_TASK: StoredTask = aTask("full", {
  state: { kind: "failed", failure: { code: "some-code", message: "It went wrong." } },
  statusMessage: aMessage("sorry"),
  history: [
    aMessage("quotes ' \" \\ and \u0000 and 𝄞 and \ud800 alone", [reference("ab".repeat(32))]),
    { messageId: "m2", role: "agent", parts: [{ kind: "data", data: { deep: [1, null, { x: -0.5 }] } }] },
  ],
  artifacts: [{ artifactId: "a", name: "answer", parts: [{ kind: "text", text: "x".repeat(2_000_000) }] }],
  metadata: { skill_id: "minions_query", n: 9_007_199_254_740_991 },
  request: { options: [true, false] },
  cancelRequested: true,
  attempts: 3,
  runs: 4,
  deadlineAt: 1_800_000_000_123,
  statusAt: 1_800_000_000_001,
});

export function commitContract(open: OpenStores): void {
  describe("a commit", () => {
    it("gives back everything that was stored, and nothing that was not", async () => {
      await using stores = await openFresh(open);
      const stored = await stores.tasks.commit(creation(FULL_TASK));
      expect(stored).toEqual({ ...FULL_TASK, version: 1, lastSeq: 1 });
      expect(await stores.tasks.get("full", ANNA)).toStrictEqual(stored);
      const bare = await create(stores, "bare");
      expect(await stores.tasks.load("bare")).toStrictEqual(bare);
    });

    it("raises the version by one and numbers the events without a gap", async () => {
      await using stores = await openFresh(open);
      let task = await stores.tasks.commit(creation(aTask("t"), [told("1"), told("2")]));
      task = await stores.tasks.commit(update(task, {}, []));
      task = await stores.tasks.commit(update(task, {}, [told("3")]));
      expect([task.version, task.lastSeq]).toEqual([3, 3]);
      const events = await stores.events.page("t", 0, 10);
      expect(events.map((event) => event.seq)).toEqual([1, 2, 3]);
      expect(events.map((event) => event.body)).toEqual([told("1"), told("2"), told("3")]);
    });

    it("with several hundred events stores them all in order", async () => {
      await using stores = await openFresh(open);
      const bodies = Array.from({ length: 350 }, (_, index) => told(`${index}`));
      await stores.tasks.commit(creation(aTask("t"), bodies));
      const events = await stores.events.page("t", 0, 1000);
      expect(events.map((event) => event.body)).toEqual(bodies);
      expect(events.at(-1)?.seq).toBe(350);
    });

    it("that names an old version loses, and changes nothing", async () => {
      await using stores = await openFresh(open);
      const first = await create(stores, "t");
      const second = await stores.tasks.commit(update(first, { attempts: 1 }));
      const late = stores.tasks.commit(update(first, { attempts: 9 }), record("m", first));
      await expect(late).rejects.toBeInstanceOf(VersionConflictError);
      expect(await stores.tasks.load("t")).toEqual(second);
      expect(await stores.events.page("t", 2, 10)).toEqual([]);
      expect(await stores.tasks.findMessage("m", ANNA)).toBeUndefined();
    });

    it("wins once when twenty want the same version", async () => {
      await using stores = await openFresh(open);
      const first = await create(stores, "t");
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => stores.tasks.commit(update(first, { attempts: index + 1 }))),
      );
      expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
      const task = await stores.tasks.load("t");
      expect([task?.version, task?.lastSeq]).toEqual([2, 2]);
    });

    it("that fails leaves those beside it untouched", async () => {
      await using stores = await openFresh(open);
      const taken = await create(stores, "taken");
      const [before, clash, after] = await Promise.allSettled([
        create(stores, "before"),
        stores.tasks.commit(creation(taken), record("m", taken)),
        create(stores, "after"),
      ]);
      expect([before.status, clash.status, after.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((await stores.tasks.load("before"))?.version).toBe(1);
      expect((await stores.tasks.load("after"))?.version).toBe(1);
      expect(await stores.tasks.findMessage("m", ANNA)).toBeUndefined();
    });

    it("cannot make a task whose id is taken, by whomever", async () => {
      await using stores = await openFresh(open);
      await create(stores, "t");
      await expect(create(stores, "t")).rejects.toBeInstanceOf(VersionConflictError);
      await expect(create(stores, "t", BERT)).rejects.toBeInstanceOf(VersionConflictError);
    });

    it.each([BERT, ANNA_SOUTH])("cannot change a task as %o, who does not own it", async (stranger) => {
      await using stores = await openFresh(open);
      const task = await create(stores, "t");
      await expect(stores.tasks.commit(update(task, stranger))).rejects.toBeInstanceOf(VersionConflictError);
      expect(await stores.tasks.load("t")).toEqual(task);
    });

    it("of a task that is not there loses", async () => {
      await using stores = await openFresh(open);
      const ghost = update(aTask("ghost", { version: 1 }), {});
      await expect(stores.tasks.commit(ghost)).rejects.toBeInstanceOf(VersionConflictError);
    });

    it.each([...TERMINAL_STATES])("cannot follow the terminal state %s", async (kind) => {
      await using stores = await openFresh(open);
      const ended = await create(stores, "t", { state: aState(kind) });
      await expect(stores.tasks.commit(update(ended, { state: { kind: "working" } }))).rejects.toBeInstanceOf(
        TaskEndedError,
      );
      expect(await stores.tasks.load("t")).toEqual(ended);
      expect(await stores.events.page("t", 1, 10)).toEqual([]);
    });
  });

  messageContract(open);
  cancelContract(open);
}

function messageContract(open: OpenStores): void {
  describe("a message", () => {
    it("is remembered with the task that it made, for its owner alone", async () => {
      await using stores = await openFresh(open);
      const task = aTask("t");
      await stores.tasks.commit(creation(task), record("m", task));
      expect(await stores.tasks.findMessage("m", ANNA)).toEqual(record("m", task));
      expect(await stores.tasks.findMessage("m", BERT)).toBeUndefined();
      expect(await stores.tasks.findMessage("m", ANNA_SOUTH)).toBeUndefined();
    });

    it.each([
      ["other content", "content-2"],
      ["the same content", "content-1"],
    ])("that came before with %s makes no second task", async (_, contentHash) => {
      await using stores = await openFresh(open);
      const first = aTask("first");
      await stores.tasks.commit(creation(first), record("m", first));
      const second = aTask("second");
      const repeated = stores.tasks.commit(creation(second), record("m", second, contentHash));
      await expect(repeated).rejects.toBeInstanceOf(MessageConflictError);
      expect(await stores.tasks.load("second")).toBeUndefined();
      expect(await stores.events.page("second", 0, 10)).toEqual([]);
      expect((await stores.tasks.findMessage("m", ANNA))?.taskId).toBe("first");
    });

    it("sent twice at once makes one task", async () => {
      await using stores = await openFresh(open);
      const outcomes = await Promise.allSettled(
        ["a", "b", "c"].map((id) => stores.tasks.commit(creation(aTask(id)), record("m", aTask(id)))),
      );
      expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
      expect(await stores.tasks.countByState()).toEqual({ submitted: 1 });
    });

    it.each([BERT, ANNA_SOUTH])("of %o may have the same id as Anna's", async (other) => {
      await using stores = await openFresh(open);
      const hers = aTask("hers");
      const theirs = aTask("theirs", other);
      await stores.tasks.commit(creation(hers), record("m", hers));
      await stores.tasks.commit(creation(theirs), record("m", theirs));
      expect((await stores.tasks.findMessage("m", other))?.taskId).toBe("theirs");
    });

    it.each(["a'; drop table tasks; --", "nul\u0000inside", "𝄞", ""])(
      "may have the id %j",
      async (messageId) => {
        await using stores = await openFresh(open);
        const task = aTask("t");
        await stores.tasks.commit(creation(task), record(messageId, task));
        expect(await stores.tasks.findMessage(messageId, ANNA)).toEqual(record(messageId, task));
        expect(await stores.tasks.findMessage("nul", ANNA)).toBeUndefined();
      },
    );
  });
}

function cancelContract(open: OpenStores): void {
  describe("asking for a cancel", () => {
    it.each<[TaskStateKind, boolean]>([
      ["submitted", true],
      ["working", true],
      ["input-required", true],
      ["completed", false],
      ["failed", false],
      ["canceled", false],
      ["rejected", false],
    ])("of a task that is %s gives %s", async (kind, asked) => {
      await using stores = await openFresh(open);
      await create(stores, "t", { state: aState(kind) });
      expect(await stores.tasks.requestCancel("t", ANNA)).toBe(asked);
      expect((await stores.tasks.load("t"))?.cancelRequested).toBe(asked);
    });

    it("is not undone by a run that has not seen it, which learns of it by its next commit", async () => {
      await using stores = await openFresh(open);
      const seen = await create(stores, "t");
      await stores.tasks.requestCancel("t", ANNA);
      const stored = await stores.tasks.commit(update(seen, { cancelRequested: false }));
      expect(stored.cancelRequested).toBe(true);
      expect((await stores.tasks.load("t"))?.cancelRequested).toBe(true);
    });

    it.each([BERT, ANNA_SOUTH])("as %o, who does not own the task, does nothing", async (stranger) => {
      await using stores = await openFresh(open);
      await create(stores, "t");
      expect(await stores.tasks.requestCancel("t", stranger)).toBe(false);
      expect((await stores.tasks.load("t"))?.cancelRequested).toBe(false);
    });

    it("of an unknown task does nothing", async () => {
      await using stores = await openFresh(open);
      expect(await stores.tasks.requestCancel("ghost", ANNA)).toBe(false);
    });
  });
}
