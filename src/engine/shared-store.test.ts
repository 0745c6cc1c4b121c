import { describe, expect, it } from "vitest";
import type { RunTurn } from "./dispatch/dispatcher.ts";
import type { RunContext, RunEnding } from "./engine-api.ts";
import { createLocalHints } from "./reading/local-hints.ts";
import { ALICE, NEVER, openFixture } from "./testing/engine-fixture.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage } from "./testing/messages.ts";

/** A run that listens to its signal and ends with it. */
async function listens({ signal }: RunContext): Promise<RunEnding> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

/** Two engines over one store, the second with its own way to hear of the first. */
function instances(
  runs: {
    readonly first: (context: RunContext) => Promise<RunEnding>;
    readonly second: (context: RunContext) => Promise<RunEnding>;
  },
  hintsArrive = true,
) {
  const stores = createMemoryStores();
  const time = createFakeTime();
  const hints = createLocalHints(time.timers);
  const shared = { stores, time, options: { watchMs: 800 } };
  const first = openFixture(runs.first, { ...shared, ids: "first", hints });
  const second = openFixture(runs.second, { ...shared, ids: "second", ...(hintsArrive ? { hints } : {}) });
  return { first, second, time, stores };
}

describe("a run that another instance took over while it was frozen", () => {
  it("writes nothing into the journal, pays nothing more and tells nothing", async () => {
    const frozen = Promise.withResolvers<string>();
    let paid = 0;
    const { first, second, time, stores } = instances({
      first: async (context) => {
        await context.once("ask", "hash", () => frozen.promise);
        await context.once("ask-more", "hash", async () => ++paid);
        await context.tell(agentMessage("From the grave."));
        return { kind: "completed" };
      },
      second: async (context) => {
        const answer = await context.once("ask", "hash", async () => "the second's");
        await context.tell(agentMessage(answer));
        return listens(context);
      },
    });
    await first.engine.start();
    const { id } = await first.submit("Go");
    await time.settle();
    await second.engine.start();
    await time.settle();
    frozen.resolve("the first's");
    await time.settle();
    expect((await stores.journal.find({ taskId: id, stepPath: "ask" }))?.result).toBe('"the second\'s"');
    expect(paid).toBe(0);
    expect(await second.story(id)).toEqual(["message: Go", "submitted", "working", "working: the second's"]);
    expect(await second.task(id)).toMatchObject({ state: { kind: "working" }, runs: 2 });
    expect(first.observed("fault-caught")).toEqual([]);
    const stopping = Promise.all([first.engine.stop(0), second.engine.stop(0)]);
    await time.pass(0);
    await stopping;
  });
});

describe("a cancel on another instance", () => {
  it("stops the run at once when the hint arrives", async () => {
    const { first, second, time } = instances({ first: listens, second: completes });
    await first.engine.start();
    const { id } = await first.submit("Go");
    await time.settle();
    await second.engine.cancel(id, ALICE);
    await time.settle();
    expect(first.observed("load-changed").at(-1)).toMatchObject({ running: 0 });
    expect(await first.story(id)).toEqual(["message: Go", "submitted", "working", "canceled"]);
    await Promise.all([first.engine.stop(0), second.engine.stop(0)]);
  });

  it("stops the run with the next look when the hint is lost", async () => {
    const { first, second, time } = instances({ first: listens, second: completes }, false);
    await first.engine.start();
    const { id } = await first.submit("Go");
    await time.settle();
    await second.engine.cancel(id, ALICE);
    await time.pass(700);
    expect(first.observed("load-changed").at(-1)).toMatchObject({ running: 1 });
    await time.pass(100);
    expect(first.observed("load-changed").at(-1)).toMatchObject({ running: 0 });
    await Promise.all([first.engine.stop(0), second.engine.stop(0)]);
    expect(time.waiting).toBe(0);
  });
});

describe("a queue of many instances", () => {
  /** Hands out one turn when the test says so. */
  function handedOut() {
    const given = Promise.withResolvers<RunTurn>();
    const dispatcher = {
      start: async (run: RunTurn) => given.resolve(run),
      reserve: async () => ({ [Symbol.dispose]: () => undefined }),
      enqueue: () => undefined,
      drop: () => undefined,
      close: () => undefined,
      idle: async () => undefined,
    };
    return { dispatcher, run: given.promise };
  }

  it("does not run a task for ever that takes its instance down whenever it gets further", async () => {
    const { dispatcher, run } = handedOut();
    const fixture = openFixture(completes, { dispatcher, options: { maxTakeOvers: 7 } });
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    const outcome = await (await run)({ id, ...ALICE, waitMs: 0, takeOvers: 7 });
    expect(outcome).toBe("over");
    expect((await fixture.engine.settled(id, ALICE, NEVER)).state).toMatchObject({
      kind: "failed",
      failure: { code: "run-kept-dying" },
    });
    await fixture.engine.stop(0);
  });

  it("stops a run whose turn it has given to another instance, and says nothing of it", async () => {
    const { dispatcher, run } = handedOut();
    const fixture = openFixture(listens, { dispatcher });
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    const lost = new AbortController();
    const outcome = (await run)({ id, ...ALICE, waitMs: 0, takeOvers: 0, lost: lost.signal });
    await fixture.time.settle();
    lost.abort();
    expect(await outcome).toBe("over");
    expect(await fixture.story(id)).toEqual(["message: Go", "submitted", "working"]);
    await fixture.engine.stop(0);
  });
});
