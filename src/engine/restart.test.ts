import { describe, expect, it } from "vitest";
import type { RunContext, RunEnding } from "./engine-api.ts";
import { mortal } from "./testing/crash.ts";
import { ALICE, NEVER, openFixture, textOf } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage, textArtifact } from "./testing/messages.ts";

const deaf = (): Promise<RunEnding> => Promise.withResolvers<RunEnding>().promise;
const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

/** Runs until its process dies. */
const dies = deaf;

describe("after a crash", () => {
  it("tasks that waited and tasks that ran are taken up, oldest first", async () => {
    const stores = createMemoryStores();
    const before = mortal(stores);
    const first = openFixture(dies, { stores: before.stores, options: { maxRunning: 1 } });
    await first.engine.start();
    const ran = await first.submit("Ran");
    await first.time.pass(1);
    const waited = await first.submit("Waited");
    await first.time.settle();
    before.die();

    const begun: string[] = [];
    const run = async (context: RunContext): Promise<RunEnding> => {
      begun.push(context.task.id);
      return { kind: "completed" };
    };
    const second = openFixture(run, { stores, time: first.time, ids: "next", options: { maxRunning: 1 } });
    await second.engine.start();
    await second.engine.settled(waited.id, ALICE, NEVER);
    expect(begun).toEqual([ran.id, waited.id]);
    expect(await second.story(ran.id)).toEqual(["message: Ran", "submitted", "working", "completed"]);
    expect((await second.task(ran.id)).attempts).toBe(2);
  });

  it("nothing is paid and nothing is told twice", async () => {
    const stores = createMemoryStores();
    const before = mortal(stores);
    const paid: string[] = [];
    const story =
      (dieAt: string) =>
      async (context: RunContext): Promise<RunEnding> => {
        for (const step of ["one", "two", "three"]) {
          const answer = await context.once(step, "hash", async () => {
            paid.push(step);
            return `answer ${step}`;
          });
          await context.tell(agentMessage(answer, `${step} by ${dieAt}`));
          await context.writeArtifact(textArtifact("answer", step), {
            append: step !== "one",
            lastChunk: step === "three",
          });
          if (step === dieAt) before.die();
        }
        return { kind: "completed" };
      };
    const first = openFixture(story("two"), { stores: before.stores });
    await first.engine.start();
    const { id } = await first.submit("Go");
    await first.time.settle();

    const second = openFixture(story("never"), { stores, time: first.time, ids: "next" });
    await second.engine.start();
    const ended = await second.engine.settled(id, ALICE, NEVER);
    expect(paid).toEqual(["one", "two", "three"]);
    expect(await second.story(id)).toEqual([
      "message: Go",
      "submitted",
      "working",
      "working: answer one",
      "artifact: one",
      "working: answer two",
      "artifact +: two",
      "working: answer three",
      "artifact +: three",
      "completed",
    ]);
    expect(textOf(ended.artifacts[0]?.parts ?? [])).toBe("onetwothree");
  });

  it("a follow-up that was acknowledged is carried on", async () => {
    const stores = createMemoryStores();
    const before = mortal(stores);
    const asks = async ({ task }: RunContext): Promise<RunEnding> =>
      task.history.length === 1 ? { kind: "input-required", message: agentMessage("Which?") } : deaf();
    const first = openFixture(asks, { stores: before.stores });
    await first.engine.start();
    const { id } = await first.submit("Go");
    await first.engine.settled(id, ALICE, NEVER);
    await first.submit("That one", { taskId: id });
    before.die();
    const second = openFixture(completes, { stores, time: first.time });
    await second.engine.start();
    expect((await second.engine.settled(id, ALICE, NEVER)).state.kind).toBe("completed");
  });
});

describe("a store that fails for a while", () => {
  it("fails no task: it is run again, and told once", async () => {
    const disk = mortal(createMemoryStores());
    const { engine, submit, time, story, observed } = openFixture(
      async (context) => {
        await context.tell(agentMessage("One."));
        if (context.task.attempts === 1) disk.failWrites(new Error("The disk is full."));
        await context.tell(agentMessage("Two."));
        return { kind: "completed" };
      },
      { stores: disk.stores, options: { retryMs: 1000 } },
    );
    await engine.start();
    const { id } = await submit("Go");
    await time.pass(1500);
    expect(observed("fault-caught").length).toBeGreaterThan(0);
    disk.failWrites(undefined);
    await time.pass(1000);
    expect((await engine.settled(id, ALICE, NEVER)).state.kind).toBe("completed");
    expect((await story(id)).slice(3)).toEqual(["working: One.", "working: Two.", "completed"]);
  });

  it("is told to whoever submits: nothing was acknowledged", async () => {
    const disk = mortal(createMemoryStores());
    const { engine, submit, time } = openFixture(completes, { stores: disk.stores });
    await engine.start();
    disk.failWrites(new Error("The disk is full."));
    await expect(submit("Go")).rejects.toThrow("The disk is full.");
    disk.failWrites(undefined);
    const { id } = await submit("Go");
    await time.settle();
    expect((await engine.get(id, ALICE)).state.kind).toBe("completed");
  });
});

describe("stop", () => {
  it("takes nothing new, but answers for what it has", async () => {
    const { engine, submit } = openFixture(completes);
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    await engine.stop(0);
    await expect(submit("More")).rejects.toMatchObject({ code: "shutting-down" });
    expect((await submit("Go")).id).toBe(id);
    expect((await engine.get(id, ALICE)).state.kind).toBe("completed");
  });

  it("lets running tasks end within the grace time", async () => {
    const end = Promise.withResolvers<RunEnding>();
    const { engine, submit, time, task } = openFixture(() => end.promise);
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    const stopping = engine.stop(5000);
    await time.pass(4000);
    end.resolve({ kind: "completed" });
    await stopping;
    expect((await task(id)).state.kind).toBe("completed");
    expect(time.waiting).toBe(0);
  });

  it("aborts the rest, waits for its cleanup, and hands it to the next start without a word", async () => {
    const cleanedUp = Promise.withResolvers<void>();
    let reason: unknown;
    const first = openFixture(async (context) => {
      await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
      reason = context.signal.reason;
      await cleanedUp.promise;
      // A run that takes the abort for an answer: it must not become the task's end.
      return { kind: "completed", message: agentMessage("Nothing found.") };
    });
    await first.engine.start();
    const running = await first.submit("Running");
    await first.time.settle();
    let stopped = false;
    const stopping = first.engine.stop(5000).then(() => {
      stopped = true;
    });
    await first.time.pass(6000);
    expect(stopped).toBe(false);
    cleanedUp.resolve();
    await stopping;
    expect(reason).toMatchObject({ code: "aborted", cause: { code: "shutting-down" } });
    expect(await first.task(running.id)).toMatchObject({ state: { kind: "working" }, attempts: 0 });
    expect(await first.story(running.id)).toEqual(["message: Running", "submitted", "working"]);

    const second = openFixture(completes, { stores: first.stores, time: first.time });
    await second.engine.start();
    expect((await second.engine.settled(running.id, ALICE, NEVER)).state.kind).toBe("completed");
  });

  it("does not wait for ever for a run that does not listen", async () => {
    const { engine, submit, time, task } = openFixture(deaf, { options: { cleanupMs: 3000 } });
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    const stopping = engine.stop(0);
    await time.pass(3000);
    await stopping;
    expect((await task(id)).state.kind).toBe("working");
  });

  it("leaves what waits to the next start", async () => {
    const { engine, submit, time, task, observed } = openFixture(deaf, { options: { maxRunning: 1 } });
    await engine.start();
    await submit("First");
    const { id } = await submit("Second");
    await time.settle();
    const stopping = engine.stop(0);
    await time.pass(10_000);
    await stopping;
    expect((await task(id)).state.kind).toBe("submitted");
    expect(observed("run-begun")).toHaveLength(1);
  });

  it("ends those who read, once they have read what is stored", async () => {
    const { engine, submit, time } = openFixture(deaf, { options: { cleanupMs: 0 } });
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const event of engine.events(id, ALICE, 0, NEVER)) seen.push(event.seq);
    })();
    const waiting = engine.settled(id, ALICE, NEVER);
    const both = Promise.allSettled([reading, waiting]);
    await time.settle();
    const stopping = engine.stop(0);
    await time.pass(10);
    await stopping;
    expect(await both).toMatchObject([
      { status: "rejected", reason: { code: "shutting-down" } },
      { status: "rejected", reason: { code: "shutting-down" } },
    ]);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("twice is one stop", async () => {
    const { engine } = openFixture(completes);
    await engine.start();
    await Promise.all([engine.stop(10), engine.stop(10), engine[Symbol.asyncDispose]()]);
  });
});
