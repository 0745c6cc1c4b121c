import { describe, expect, it } from "vitest";
import type { RunEnding } from "./engine-api.ts";
import { mortal } from "./testing/crash.ts";
import { ALICE, NEVER, openFixture } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";

const MINUTE = 60_000;
const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

describe("retention", () => {
  it("removes ended tasks by age, and never one that has not ended", async () => {
    const { engine, submit, time, observed } = openFixture(
      ({ task }) =>
        task.history[0]?.messageId === "message-Long" ? new Promise(() => undefined) : completes(),
      { options: { retentionMs: 10 * MINUTE } },
    );
    await engine.start();
    const short = await submit("Short");
    const long = await submit("Long", { timeoutMs: 60 * MINUTE });
    await time.pass(9 * MINUTE);
    expect((await engine.get(short.id, ALICE)).state.kind).toBe("completed");
    await time.pass(2 * MINUTE);
    await expect(engine.get(short.id, ALICE)).rejects.toMatchObject({ code: "task-not-found" });
    expect((await engine.get(long.id, ALICE)).state.kind).toBe("working");
    expect(observed("tasks-removed")).toEqual([{ type: "tasks-removed", count: 1 }]);
  });

  it("removes the oldest ended tasks above the count", async () => {
    const { engine, submit, time, stores } = openFixture(completes, { options: { maxTasks: 2 } });
    await engine.start();
    const ids: string[] = [];
    for (const name of ["1", "2", "3", "4"]) {
      ids.push((await submit(name)).id);
      await time.pass(10);
    }
    await time.pass(MINUTE);
    const left = await Promise.all(ids.map((id) => stores.tasks.load(id)));
    expect(left.map((task) => task?.id)).toEqual([undefined, undefined, ids[2], ids[3]]);
  });

  it("lets a removed task's message make a new task", async () => {
    const { engine, submit, time } = openFixture(completes, { options: { retentionMs: MINUTE } });
    await engine.start();
    const before = await submit("Go");
    await time.pass(3 * MINUTE);
    expect((await submit("Go")).id).not.toBe(before.id);
  });

  it("ends a reader whose task is removed", async () => {
    const { engine, submit, time } = openFixture(completes, { options: { retentionMs: MINUTE } });
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    const events = engine.events(id, ALICE, 0, NEVER)[Symbol.asyncIterator]();
    expect((await events.next()).value?.seq).toBe(1);
    await time.pass(3 * MINUTE);
    const rest = (async () => {
      while (!(await events.next()).done);
    })();
    await rest.catch(() => undefined);
    await expect(engine.events(id, ALICE, 0, NEVER)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "task-not-found",
    });
  });

  it("goes on after a sweep that failed, and stops with the engine", async () => {
    const disk = mortal(createMemoryStores());
    const { engine, submit, time, observed } = openFixture(completes, {
      stores: disk.stores,
      options: { retentionMs: MINUTE },
    });
    await engine.start();
    await submit("Go");
    await time.settle();
    disk.failWrites(new Error("The disk is full."));
    await time.pass(2 * MINUTE);
    disk.failWrites(undefined);
    await time.pass(2 * MINUTE);
    expect(observed("fault-caught").every(({ during }) => during === "retention")).toBe(true);
    expect(observed("tasks-removed")).toHaveLength(1);
    await engine.stop(0);
    expect(time.waiting).toBe(0);
  });
});
