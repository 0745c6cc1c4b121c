import { describe, expect, it } from "vitest";
import type { RunContext, RunEnding } from "../engine-api.ts";
import { ALICE, NEVER, openFixture } from "../testing/engine-fixture.ts";
import { agentMessage } from "../testing/messages.ts";

/** Runs `work` as a task and gives what it returned, with the fixture. */
async function inARun<Value>(work: (context: RunContext) => Promise<Value>) {
  let value: Value | undefined;
  const fixture = openFixture(async (context): Promise<RunEnding> => {
    value = await work(context);
    return { kind: "completed" };
  });
  await fixture.engine.start();
  const { id } = await fixture.submit("Go");
  const { state } = await fixture.engine.settled(id, ALICE, NEVER);
  const outcomes = fixture.observed("journal-read").map(({ outcome }) => outcome);
  return { ...fixture, id, value, state, outcomes };
}

describe("a step", () => {
  it("is run once for the same path and request, and gives the same value again", async () => {
    let paid = 0;
    const ask = (context: RunContext) =>
      context.once("round-1/ask", "hash", async () => ({ answer: `number ${++paid}` }));
    const { value, outcomes } = await inARun(async (context) => [await ask(context), await ask(context)]);
    expect(value).toEqual([{ answer: "number 1" }, { answer: "number 1" }]);
    expect(outcomes).toEqual(["miss", "hit"]);
  });

  it("is run once for calls that come at once, each with a value of its own", async () => {
    let paid = 0;
    const { value, outcomes } = await inARun((context) =>
      Promise.all([1, 2, 3].map(() => context.once("ask", "hash", async () => ({ paid: ++paid })))),
    );
    expect(value).toEqual([{ paid: 1 }, { paid: 1 }, { paid: 1 }]);
    expect(value?.[0]).not.toBe(value?.[1]);
    expect(outcomes.toSorted()).toEqual(["miss", "shared", "shared"]);
  });

  it("is run for each path of the same request: samples are not folded into one", async () => {
    const { value } = await inARun((context) =>
      Promise.all(
        ["job-1/sample-1", "job-1/sample-2"].map((path) => context.once(path, "hash", async () => path)),
      ),
    );
    expect(value).toEqual(["job-1/sample-1", "job-1/sample-2"]);
  });

  it("is run again for another request, and replaces what was stored", async () => {
    const { outcomes, stores, id } = await inARun(async (context) => {
      await context.once("ask", "first", async () => 1);
      await context.once("ask", "second", async () => 2);
      await context.once("ask", "second", async () => 3);
    });
    expect(outcomes).toEqual(["miss", "mismatch", "hit"]);
    expect(await stores.journal.find({ taskId: id, stepPath: "ask" })).toEqual({
      requestHash: "second",
      result: "2",
    });
  });

  it("is stored before its result is used", async () => {
    const { value } = await inARun(async (context) => {
      await context.once("ask", "hash", async () => 1);
      return context.task.id;
    });
    expect(value).toBeDefined();
    let seen: unknown;
    const { engine, submit, stores } = openFixture(async (context) => {
      const answer = context.once("ask", "hash", async () => 1);
      await answer.then(async () => {
        seen = await stores.journal.find({ taskId: context.task.id, stepPath: "ask" });
      });
      return { kind: "completed" };
    });
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    expect(seen).toEqual({ requestHash: "hash", result: "1" });
  });

  it("gives the first caller what later ones will get: the value as JSON holds it", async () => {
    const { value } = await inARun((context) =>
      context.once<unknown>("ask", "hash", async () => ({ at: new Date(0), none: undefined })),
    );
    expect(value).toEqual({ at: "1970-01-01T00:00:00.000Z" });
  });

  it("that fails is not stored, and is run again when asked for again", async () => {
    let tries = 0;
    const flaky = (context: RunContext) =>
      context.once("ask", "hash", async () => {
        tries += 1;
        if (tries === 1) throw new Error("The line broke.");
        return tries;
      });
    const { value } = await inARun(async (context) => {
      await expect(flaky(context)).rejects.toThrow("The line broke.");
      return flaky(context);
    });
    expect(value).toBe(2);
  });

  it("with a value that JSON cannot hold is a fault", async () => {
    const { state } = await inARun((context) => context.once("ask", "hash", async () => undefined));
    expect(state).toMatchObject({ kind: "failed", failure: { code: "internal" } });
  });

  it("that was stored is not paid again in the next turn of the task", async () => {
    let paid = 0;
    const { engine, submit } = openFixture(async (context) => {
      await context.once("read-documents", "hash", async () => ++paid);
      return context.task.history.length === 1
        ? { kind: "input-required", message: agentMessage("Which?") }
        : { kind: "completed" };
    });
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    await submit("That one", { taskId: id });
    await engine.settled(id, ALICE, NEVER);
    expect(paid).toBe(1);
  });

  it("that ends after shutdown began is stored, for it is paid", async () => {
    const reply = Promise.withResolvers<string>();
    const { engine, submit, stores, time } = openFixture(async (context) => {
      await context.once("ask", "hash", () => reply.promise);
      return { kind: "completed" };
    });
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    const stopping = engine.stop(0);
    await time.pass(100);
    reply.resolve("paid");
    await stopping;
    expect(await stores.journal.find({ taskId: id, stepPath: "ask" })).toMatchObject({ result: '"paid"' });
    expect((await stores.tasks.load(id))?.state.kind).toBe("working");
  });
});
