import { describe, expect, it, vi } from "vitest";
import { AppError } from "#kernel";
import type { RunContext, RunEnding } from "../engine-api.ts";
import { ALICE, BOB, NEVER, openFixture } from "../testing/engine-fixture.ts";
import { createMemoryStores } from "../testing/memory-stores.ts";
import { agentMessage, userMessage } from "../testing/messages.ts";

class AwayError extends AppError<"store-unavailable"> {
  readonly code = "store-unavailable";
}

const never = (): Promise<RunEnding> => Promise.withResolvers<RunEnding>().promise;
const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

describe("a message", () => {
  it("sent twice gives the same task, also at once", async () => {
    const { engine, submit, stores } = openFixture(completes);
    await engine.start();
    const [one, other] = await Promise.all([submit("Go"), submit("Go")]);
    const later = await submit("Go");
    expect(other.id).toBe(one.id);
    expect(later.id).toBe(one.id);
    await engine.settled(one.id, ALICE, NEVER);
    expect(await stores.tasks.countByState()).toEqual({ completed: 1 });
  });

  it("sent again while the server leaves gives its task, and another is refused", async () => {
    const { engine, submit } = openFixture(completes);
    const { id } = await submit("Go");
    await engine.stop(0);
    expect((await submit("Go")).id).toBe(id);
    await expect(submit("Go", { contentHash: "other" })).rejects.toMatchObject({ code: "message-conflict" });
    await expect(submit("More")).rejects.toMatchObject({ code: "shutting-down" });
  });

  it("whose store fails is not looked for: what is there may not be durable", async () => {
    const stores = createMemoryStores();
    const { submit } = openFixture(completes, { stores });
    await submit("Go");
    const away = new AwayError("The disk failed.");
    vi.spyOn(stores.tasks, "commit").mockRejectedValue(away);
    await expect(submit("Go")).rejects.toBe(away);
  });

  it("of the same id and other content is a conflict", async () => {
    const { submit } = openFixture(completes);
    await submit("Go");
    await expect(submit("Go", { contentHash: "other" })).rejects.toMatchObject({ code: "message-conflict" });
  });

  it("of the same id from another owner is another message", async () => {
    const { submit } = openFixture(completes);
    const one = await submit("Go");
    const other = await submit("Go", { owner: BOB });
    expect(other.id).not.toBe(one.id);
  });

  it("keeps the context it names, and gets a new one without", async () => {
    const { submit } = openFixture(completes);
    expect((await submit("One", { contextId: "talk" })).contextId).toBe("talk");
    const [two, three] = [await submit("Two"), await submit("Three")];
    expect(two.contextId).not.toBe(three.contextId);
  });
});

describe("a follow-up", () => {
  const asksOnce = async (context: RunContext): Promise<RunEnding> =>
    context.task.history.length === 1
      ? { kind: "input-required", message: agentMessage("Which year?") }
      : {
          kind: "completed",
          message: agentMessage(
            `Seen ${context.task.history.length}, ${JSON.stringify(context.task.request)}.`,
          ),
        };

  it("continues a task that asked for input, with the whole history and the laid-over request", async () => {
    const { engine, submit, story } = openFixture(asksOnce);
    await engine.start();
    const { id, contextId } = await submit("How much?", { request: { skill: "s", year: 1 } });
    expect((await engine.settled(id, ALICE, NEVER)).state.kind).toBe("input-required");
    const continued = await submit("2025", { taskId: id, contextId, request: { year: 2 } });
    expect(continued).toMatchObject({ id, state: { kind: "working" }, attempts: 0 });
    await engine.settled(id, ALICE, NEVER);
    expect(await story(id)).toEqual([
      "message: How much?",
      "submitted",
      "working",
      "input-required: Which year?",
      "message: 2025",
      "working",
      'completed: Seen 3, {"skill":"s","year":2}.',
    ]);
  });

  it("sent twice continues the task once", async () => {
    const { engine, submit, observed } = openFixture(asksOnce);
    await engine.start();
    const { id } = await submit("How much?");
    await engine.settled(id, ALICE, NEVER);
    await Promise.all([submit("2025", { taskId: id }), submit("2025", { taskId: id })]);
    await engine.settled(id, ALICE, NEVER);
    await submit("2025", { taskId: id });
    expect(observed("run-begun")).toHaveLength(2);
  });

  it("that comes before the run that asked has let go of the task is carried on, past that run's limit", async () => {
    const stores = createMemoryStores();
    const answered = Promise.withResolvers<void>();
    const commit = stores.tasks.commit.bind(stores.tasks);
    vi.spyOn(stores.tasks, "commit").mockImplementation(async (change, message) => {
      const stored = await commit(change, message);
      if (stored.state.kind === "input-required") await answered.promise;
      return stored;
    });
    const { engine, submit, time, task } = openFixture(asksOnce, { stores });
    await engine.start();
    const { id } = await submit("How much?", { timeoutMs: 1000 });
    await time.settle();
    await submit("2025", { taskId: id });
    await time.pass(2000);
    expect((await task(id)).state.kind).toBe("working");
    answered.resolve();
    await time.settle();
    expect((await task(id)).state.kind).toBe("completed");
  });

  it("to a task at work is refused: a task has one run", async () => {
    const { engine, submit, time, observed } = openFixture(never);
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    await expect(submit("More", { taskId: id })).rejects.toMatchObject({ code: "task-busy" });
    expect(observed("run-begun")).toHaveLength(1);
  });

  it("to a task that has ended is refused", async () => {
    const { engine, submit } = openFixture(completes);
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    await expect(submit("More", { taskId: id })).rejects.toMatchObject({ code: "task-ended" });
  });

  it("that names another context is refused", async () => {
    const { engine, submit } = openFixture(asksOnce);
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    const attempt = submit("More", { taskId: id, contextId: "another" });
    await expect(attempt).rejects.toMatchObject({ code: "context-mismatch" });
  });

  it("to no task is refused", async () => {
    const { submit } = openFixture(completes);
    const attempt = submit("More", { taskId: "mine", message: userMessage("More") });
    await expect(attempt).rejects.toMatchObject({ code: "task-not-found" });
  });
});

describe("admission", () => {
  const one = async () => [{ scope: "alice", max: 1 }];

  it("refuses before anything is stored, and leaves a message that came before alone", async () => {
    const { submit, stores } = openFixture(never, { admit: one });
    const first = await submit("Go");
    await expect(submit("More")).rejects.toMatchObject({
      code: "too-many-tasks",
      max: 1,
      retryAfterSeconds: 5,
    });
    expect(await submit("Go")).toEqual(first);
    expect(await stores.tasks.countByState()).toEqual({ submitted: 1 });
  });

  it("takes another once one has ended, and a follow-up in any case", async () => {
    const asks = async (context: RunContext): Promise<RunEnding> =>
      context.task.history.length === 1
        ? { kind: "input-required", message: agentMessage("Which?") }
        : { kind: "completed" };
    const { engine, submit } = openFixture(asks, { admit: one });
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    await expect(submit("More")).rejects.toMatchObject({ code: "too-many-tasks" });
    await submit("This", { taskId: id });
    await engine.settled(id, ALICE, NEVER);
    expect((await submit("More")).state.kind).toBe("submitted");
  });

  it("that throws refuses with what it throws, and frees the place in the queue", async () => {
    const admit = vi.fn(async () => Promise.reject(new Error("nothing left today")));
    const { submit } = openFixture(never, { admit, options: { maxRunning: 1, maxQueued: 0 } });
    for (const text of ["One", "Two"]) await expect(submit(text)).rejects.toThrow("nothing left today");
  });
});
