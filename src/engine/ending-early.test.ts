import { describe, expect, it, vi } from "vitest";
import type { RunContext, RunEnding } from "./engine-api.ts";
import { ALICE, NEVER, openFixture } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage } from "./testing/messages.ts";

const deaf = (): Promise<RunEnding> => Promise.withResolvers<RunEnding>().promise;
const listens = ({ signal }: RunContext): Promise<RunEnding> =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describe("cancel", () => {
  it("ends a task that waits, and its run never begins", async () => {
    const { engine, submit, observed, time, story } = openFixture(deaf, { options: { maxRunning: 1 } });
    await engine.start();
    await submit("First");
    const { id } = await submit("Second");
    await time.settle();
    expect((await engine.cancel(id, ALICE)).state.kind).toBe("canceled");
    await time.pass(60_000);
    expect(observed("run-begun")).toHaveLength(1);
    expect(await story(id)).toEqual(["message: Second", "submitted", "canceled"]);
  });

  it("is final at once even when the run does not listen, and drops what it says later", async () => {
    const finish = Promise.withResolvers<RunEnding>();
    let context: RunContext | undefined;
    const { engine, submit, observed, time, story, task } = openFixture((given) => {
      context = given;
      return finish.promise;
    });
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    expect((await engine.cancel(id, ALICE)).state.kind).toBe("canceled");
    expect(context?.signal.aborted).toBe(true);
    await expect(context?.tell(agentMessage("Late."))).rejects.toMatchObject({ code: "aborted" });
    finish.resolve({ kind: "completed" });
    await time.settle();
    expect((await task(id)).state.kind).toBe("canceled");
    expect(await story(id)).toEqual(["message: Go", "submitted", "working", "canceled"]);
    expect(observed("late-write-dropped").map(({ cause }) => cause)).toEqual(["canceled", "canceled"]);
  });

  it("gives the slot on when a deaf run has had its time to clean up", async () => {
    const { engine, submit, time, observed } = openFixture(deaf, {
      options: { maxRunning: 1, cleanupMs: 3000 },
    });
    await engine.start();
    const first = await submit("First");
    await submit("Second");
    await time.settle();
    await engine.cancel(first.id, ALICE);
    await time.pass(2999);
    expect(observed("run-begun")).toHaveLength(1);
    await time.pass(1);
    expect(observed("run-begun")).toHaveLength(2);
  });

  it("ends a task that asked for input", async () => {
    const { engine, submit } = openFixture(async () => ({
      kind: "input-required",
      message: agentMessage("Which?"),
    }));
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    expect((await engine.cancel(id, ALICE)).state.kind).toBe("canceled");
  });

  it("twice gives the canceled task twice, also at once", async () => {
    const { engine, submit, time, story } = openFixture(listens);
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    const both = await Promise.all([engine.cancel(id, ALICE), engine.cancel(id, ALICE)]);
    const again = await engine.cancel(id, ALICE);
    expect([...both, again].map(({ state }) => state.kind)).toEqual(["canceled", "canceled", "canceled"]);
    expect((await story(id)).filter((line) => line === "canceled")).toHaveLength(1);
  });

  it("of a task that ended otherwise is refused", async () => {
    const { engine, submit } = openFixture(async () => ({ kind: "completed" }));
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    await expect(engine.cancel(id, ALICE)).rejects.toMatchObject({ code: "task-ended" });
  });

  it("whose end could not be stored before a crash is carried out at the next start", async () => {
    const stores = createMemoryStores();
    const commit = stores.tasks.commit.bind(stores.tasks);
    const dying = vi.spyOn(stores.tasks, "commit");
    dying.mockImplementation((change, message) =>
      change.task.state.kind === "canceled" ? new Promise(() => undefined) : commit(change, message),
    );
    const { engine, submit, time } = openFixture(deaf, { stores });
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    void engine.cancel(id, ALICE);
    await time.settle();
    dying.mockRestore();
    const next = openFixture(deaf, { stores, time, ids: "next" });
    await next.engine.start();
    expect((await next.engine.settled(id, ALICE, NEVER)).state.kind).toBe("canceled");
    expect(next.observed("run-begun")).toEqual([]);
  });
});

describe("the time limit", () => {
  it("fails the task when it passes, whether or not the run listens", async () => {
    const { engine, submit, time, task } = openFixture(deaf);
    await engine.start();
    const { id } = await submit("Go", { timeoutMs: 5000 });
    await time.pass(4999);
    expect((await task(id)).state.kind).toBe("working");
    await time.pass(1);
    expect((await task(id)).state).toEqual({
      kind: "failed",
      failure: { code: "timed-out", message: "The task took longer than 5000 ms." },
    });
  });

  it("counts from the first run, not from waiting", async () => {
    const { engine, submit, time, task } = openFixture(deaf, {
      options: { maxRunning: 1, cleanupMs: 1000 },
    });
    await engine.start();
    await submit("First", { timeoutMs: 4000 });
    const { id } = await submit("Second", { timeoutMs: 5000 });
    await time.pass(5000);
    expect((await task(id)).state.kind).toBe("working");
    await time.pass(5000);
    expect((await task(id)).state).toMatchObject({ kind: "failed" });
  });

  it("goes on over a restart", async () => {
    const { engine, submit, time, stores } = openFixture(deaf);
    await engine.start();
    const { id } = await submit("Go", { timeoutMs: 5000 });
    await time.pass(2000);
    const stopping = engine.stop(0);
    await time.pass(5000);
    await stopping;
    const next = openFixture(deaf, { stores, time });
    await next.engine.start();
    await time.settle();
    expect((await next.task(id)).state).toMatchObject({ failure: { code: "timed-out" } });
    expect(next.observed("run-begun")).toEqual([]);
  });

  it("starts again with the follow-up's own, and leaves out the time that the owner took", async () => {
    const { engine, submit, time, task } = openFixture(async ({ task: { history } }) =>
      history.length === 1 ? { kind: "input-required", message: agentMessage("Which?") } : deaf(),
    );
    await engine.start();
    const { id } = await submit("Go", { timeoutMs: 5000 });
    await time.pass(60_000);
    await submit("That one", { taskId: id, timeoutMs: 2000 });
    await time.pass(1999);
    expect((await task(id)).state.kind).toBe("working");
    await time.pass(1);
    expect((await task(id)).state).toMatchObject({ failure: { code: "timed-out" } });
  });
});
