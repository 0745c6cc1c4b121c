import { describe, expect, it } from "vitest";
import type { RunContext, RunEnding } from "../engine-api.ts";
import { ALICE, BOB, NEVER, openFixture } from "../testing/engine-fixture.ts";

/** Runs that end when the test says so, by the text of the task's message. */
function heldRuns() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = ({ task }: RunContext): Promise<RunEnding> => {
    const name = task.history[0]?.messageId.replace("message-", "") ?? "";
    begun.push(name);
    const held = Promise.withResolvers<RunEnding>();
    ends.set(name, () => held.resolve({ kind: "completed" }));
    return held.promise;
  };
  return { begun, run, end: (name: string) => ends.get(name)?.() };
}

describe("dispatch", () => {
  it("runs no more at a time than allowed, and owners in turn", async () => {
    const { begun, run, end } = heldRuns();
    const { engine, submit, time } = openFixture(run, { options: { maxRunning: 2 } });
    for (const name of ["a1", "a2", "a3", "a4"]) await submit(name);
    for (const name of ["b1", "b2"]) await submit(name, { owner: BOB });
    await engine.start();
    await time.settle();
    expect(begun).toEqual(["a1", "b1"]);
    for (const name of ["a1", "b1", "a2"]) {
      end(name);
      await time.settle();
    }
    expect(begun).toEqual(["a1", "b1", "a2", "b2", "a3"]);
  });

  it("leaves room for others beside an owner who has many", async () => {
    const { begun, run } = heldRuns();
    const { engine, submit, time } = openFixture(run, {
      options: { maxRunning: 3, maxRunningPerOwner: 2 },
    });
    await engine.start();
    for (const name of ["a1", "a2", "a3", "a4"]) await submit(name);
    await submit("b1", { owner: BOB });
    await time.settle();
    expect(begun).toEqual(["a1", "a2", "b1"]);
  });

  it("answers busy, with a time from the pace of the runs, instead of letting the queue grow", async () => {
    const { run, end } = heldRuns();
    const { engine, submit, time, stores, observed } = openFixture(run, {
      options: { maxRunning: 1, maxQueued: 4 },
    });
    await engine.start();
    const first = await submit("a0");
    await time.pass(20_000);
    end("a0");
    await engine.settled(first.id, ALICE, NEVER);
    for (const name of ["a1", "a2", "a3", "a4", "a5"]) await submit(name);
    const refusal = { code: "server-busy", retryAfterSeconds: 40 };
    await expect(submit("a6")).rejects.toMatchObject(refusal);
    expect(await stores.tasks.countByState()).toEqual({ completed: 1, working: 1, submitted: 4 });
    expect(observed("submission-refused")).toEqual([{ type: "submission-refused", retryAfterSeconds: 40 }]);
  });

  it("counts submissions that come at once", async () => {
    const { run } = heldRuns();
    const { submit } = openFixture(run, { options: { maxRunning: 1, maxQueued: 2 } });
    const outcomes = await Promise.allSettled(["1", "2", "3", "4", "5"].map((name) => submit(name)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
  });

  it("gives the place back when a submission is refused for another reason", async () => {
    const { run } = heldRuns();
    const { submit } = openFixture(run, { options: { maxRunning: 1, maxQueued: 0 } });
    for (let time = 0; time < 3; time += 1) {
      await expect(submit("x", { taskId: "none" })).rejects.toMatchObject({ code: "task-not-found" });
    }
    await expect(submit("y")).resolves.toMatchObject({ state: { kind: "submitted" } });
  });

  it("keeps one owner from filling the queue for all", async () => {
    const { run } = heldRuns();
    const { submit } = openFixture(run, {
      options: { maxRunning: 1, maxQueued: 10, maxQueuedPerOwner: 1 },
    });
    await submit("a1");
    await submit("a2");
    await expect(submit("a3")).rejects.toMatchObject({ code: "server-busy" });
    await expect(submit("b1", { owner: BOB })).resolves.toBeDefined();
  });

  it("tells how long tasks waited and how many wait and run", async () => {
    const { run, end } = heldRuns();
    const { engine, submit, time, observed } = openFixture(run, { options: { maxRunning: 1 } });
    await engine.start();
    await submit("a1");
    await submit("a2");
    await time.pass(3000);
    end("a1");
    await time.settle();
    expect(observed("run-begun").map(({ waitMs }) => waitMs)).toEqual([0, 3000]);
    expect(observed("load-changed").map(({ queued, running }) => `${queued}+${running}`)).toEqual([
      "0+1",
      "1+1",
      "0+1",
    ]);
    expect(observed("task-finished")).toMatchObject([{ state: "completed", durationMs: 3000 }]);
  });

  it("takes a repeated message while busy", async () => {
    const { run } = heldRuns();
    const { submit } = openFixture(run, { options: { maxRunning: 1, maxQueued: 0 } });
    const { id } = await submit("a1");
    await expect(submit("a2")).rejects.toMatchObject({ code: "server-busy" });
    expect((await submit("a1")).id).toBe(id);
  });
});
