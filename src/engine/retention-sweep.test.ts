import { describe, expect, it } from "vitest";
import type { RunEnding } from "./engine-api.ts";
import { mortal } from "./testing/crash.ts";
import { ALICE, NEVER, openFixture } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage, userMessage } from "./testing/messages.ts";

const MINUTE = 60_000;
const asks = async (): Promise<RunEnding> => ({ kind: "input-required", message: agentMessage("Which?") });
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

  it("ends a task whose question nobody answered in time, and removes it as long after", async () => {
    const { engine, submit, time, task, story, observed } = openFixture(asks, {
      options: { retentionMs: 10 * MINUTE },
    });
    await engine.start();
    const { id } = await submit("Go");
    await time.pass(9 * MINUTE);
    expect((await task(id)).state.kind).toBe("input-required");
    await time.pass(2 * MINUTE);
    expect((await engine.settled(id, ALICE, NEVER)).state).toEqual({
      kind: "failed",
      failure: { code: "input-not-given", message: "Nobody answered the question in time." },
    });
    expect((await story(id)).at(-1)).toBe("failed");
    expect(observed("task-finished")).toMatchObject([{ taskId: id, code: "input-not-given" }]);
    await time.pass(8 * MINUTE);
    expect((await task(id)).state.kind).toBe("failed");
    await time.pass(4 * MINUTE);
    await expect(engine.get(id, ALICE)).rejects.toMatchObject({ code: "task-not-found" });
    expect(observed("fault-caught")).toEqual([]);
  });

  it("gives every question its own time", async () => {
    const { engine, submit, time, task } = openFixture(asks, { options: { retentionMs: 10 * MINUTE } });
    await engine.start();
    const { id } = await submit("Go");
    await time.pass(8 * MINUTE);
    await submit("Again", { taskId: id, message: userMessage("This.", "message-2") });
    await time.pass(8 * MINUTE);
    expect((await task(id)).state.kind).toBe("input-required");
    await time.pass(4 * MINUTE);
    expect((await task(id)).state.kind).toBe("failed");
  });

  it("lets an answer win that comes while the task is being ended", async () => {
    const stores = createMemoryStores();
    const late = openFixture(({ task }) => (task.history.length === 1 ? asks() : completes()), {
      stores,
      options: { retentionMs: 10 * MINUTE },
    });
    const { engine, submit, time, task } = late;
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    const { commit } = stores.tasks;
    stores.tasks.commit = async (change, message) => {
      if (change.task.state.kind === "failed") {
        await submit("Answer", { taskId: id, message: userMessage("This.", "message-2") });
      }
      return commit.call(stores.tasks, change, message);
    };
    await time.pass(12 * MINUTE);
    expect((await task(id)).state.kind).toBe("completed");
    expect(late.observed("fault-caught")).toEqual([]);
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
