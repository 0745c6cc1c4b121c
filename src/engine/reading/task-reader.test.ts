import { describe, expect, it } from "vitest";
import type { RunContext, RunEnding } from "../engine-api.ts";
import type { ChangeHints } from "../ports.ts";
import type { TaskEvent } from "../task.ts";
import { ALICE, type EngineFixture, inWords, NEVER, openFixture } from "../testing/engine-fixture.ts";
import { createFakeTime } from "../testing/fake-time.ts";
import { createMemoryStores } from "../testing/memory-stores.ts";
import { agentMessage } from "../testing/messages.ts";
import { createLocalHints } from "./local-hints.ts";

/** A run that tells what the test tells it to, and ends when it is told "end" or "ask". */
function spoken() {
  let context: RunContext | undefined;
  let end: (ending: RunEnding) => void = () => undefined;
  const run = (given: RunContext): Promise<RunEnding> => {
    context = given;
    return new Promise((resolve) => {
      end = resolve;
    });
  };
  return {
    run,
    tell: (text: string) => context?.tell(agentMessage(text)),
    end: () => end({ kind: "completed" }),
    ask: () => end({ kind: "input-required", message: agentMessage("Which?") }),
  };
}

function reader({ engine }: EngineFixture, id: string, afterSeq: number, signal = NEVER) {
  const seen: string[] = [];
  let over = false;
  const done = (async () => {
    for await (const event of engine.events(id, ALICE, afterSeq, signal)) seen.push(inWords(event));
    over = true;
  })();
  done.catch(() => undefined);
  return {
    seen,
    done,
    get over() {
      return over;
    },
  };
}

describe("a stream", () => {
  it("tells what was, then what comes, the same to everybody, and ends with the task", async () => {
    const { run, tell, end } = spoken();
    const fixture = openFixture(run);
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    const early = reader(fixture, id, 0);
    await fixture.time.settle();
    await tell("One.");
    const late = reader(fixture, id, 3);
    await tell("Two.");
    await fixture.time.settle();
    expect(late.seen).toEqual(["working: One.", "working: Two."]);
    end();
    await Promise.all([early.done, late.done]);
    expect(early.seen).toEqual([
      "message: Go",
      "submitted",
      "working",
      "working: One.",
      "working: Two.",
      "completed",
    ]);
    expect(late.seen).toEqual(["working: One.", "working: Two.", "completed"]);
  });

  it("ends when the task asks for input, and goes through it when it was answered since", async () => {
    const { run, tell, ask, end } = spoken();
    const fixture = openFixture(run);
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    await fixture.time.settle();
    const first = reader(fixture, id, 0);
    ask();
    await first.done;
    expect(first.seen.at(-1)).toBe("input-required: Which?");

    const { lastSeq } = await fixture.submit("That one", { taskId: id });
    const whole = reader(fixture, id, 0);
    const rest = reader(fixture, id, lastSeq);
    await fixture.time.settle();
    await tell("On it.");
    end();
    await Promise.all([whole.done, rest.done]);
    expect(rest.seen).toEqual(["working: On it.", "completed"]);
    expect(whole.seen).toEqual([...first.seen, "message: That one", "working", ...rest.seen]);
  });

  const CURSORS: readonly [name: string, cursor: number, seen: number][] = [
    ["from the start", 0, 4],
    ["after a cursor", 3, 1],
    ["after the end: nothing", 4, 0],
    ["after a cursor that was never given: nothing", 99, 0],
    ["before the start: everything", -5, 4],
  ];
  for (const [name, cursor, count] of CURSORS) {
    it(`of an ended task tells ${name}`, async () => {
      const fixture = openFixture(async () => ({ kind: "completed" }));
      await fixture.engine.start();
      const { id } = await fixture.submit("Go");
      await fixture.engine.settled(id, ALICE, NEVER);
      const { seen, done } = reader(fixture, id, cursor);
      await done;
      expect(seen).toHaveLength(count);
    });
  }

  it("with a cursor ahead of the story misses nothing of what is to come", async () => {
    const { run, tell, end } = spoken();
    const fixture = openFixture(run);
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    await fixture.time.settle();
    const ahead = reader(fixture, id, 1000);
    await fixture.time.settle();
    await tell("One.");
    end();
    await ahead.done;
    expect(ahead.seen).toEqual(["working: One.", "completed"]);
  });

  it("sees what it got no hint of at the next poll", async () => {
    const time = createFakeTime();
    const hints: ChangeHints = { ...createLocalHints(time.timers), publish: () => undefined };
    const { run, tell } = spoken();
    const fixture = openFixture(run, { time, hints, options: { pollMs: 5000 } });
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    await time.settle();
    const { seen } = reader(fixture, id, 3);
    await time.settle();
    await tell("One.");
    await time.pass(4000);
    expect(seen).toEqual([]);
    await time.pass(1000);
    expect(seen).toEqual(["working: One."]);
  });

  it("that its reader leaves is free at once, and disturbs neither the run nor other readers", async () => {
    const { run, tell, end } = spoken();
    const fixture = openFixture(run);
    await fixture.engine.start();
    const { id } = await fixture.submit("Go", { timeoutMs: 1000 });
    await fixture.time.settle();
    const timersBefore = fixture.time.waiting;
    const leaving = new AbortController();
    const leaver = reader(fixture, id, 3, leaving.signal);
    await fixture.time.settle();
    expect(fixture.time.waiting).toBe(timersBefore + 1);
    leaving.abort();
    await expect(leaver.done).rejects.toMatchObject({ code: "aborted" });
    expect(fixture.time.waiting).toBe(timersBefore);
    const stayer = reader(fixture, id, 3);
    await tell("One.");
    end();
    await stayer.done;
    expect(stayer.seen).toEqual(["working: One.", "completed"]);
  });

  it("reads no further than its reader does", async () => {
    const stores = createMemoryStores();
    const pages: number[] = [];
    const counting = {
      ...stores,
      events: {
        page: (id: string, afterSeq: number, limit: number) => {
          pages.push(afterSeq);
          return stores.events.page(id, afterSeq, limit);
        },
      },
    };
    const fixture = openFixture(
      async (context) => {
        for (let count = 0; count < 50; count += 1) await context.tell(agentMessage(`${count}`));
        return { kind: "completed" };
      },
      { stores: counting, options: { eventsPerPage: 10 } },
    );
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    await fixture.engine.settled(id, ALICE, NEVER);
    pages.length = 0;
    const events = fixture.engine.events(id, ALICE, 0, NEVER)[Symbol.asyncIterator]();
    const first: (TaskEvent | undefined)[] = [];
    for (let count = 0; count < 10; count += 1) first.push((await events.next()).value);
    await fixture.time.settle();
    expect(first.map((event) => event?.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(pages).toEqual([0]);
  });

  it("may have very many readers", async () => {
    const { run, tell, end } = spoken();
    const fixture = openFixture(run);
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", warn);
    await fixture.engine.start();
    const { id } = await fixture.submit("Go");
    await fixture.time.settle();
    const readers = Array.from({ length: 300 }, () => reader(fixture, id, 3));
    await fixture.time.settle();
    await tell("One.");
    end();
    await Promise.all(readers.map(({ done }) => done));
    expect(new Set(readers.map(({ seen }) => seen.join()))).toEqual(new Set(["working: One.,completed"]));
    process.off("warning", warn);
    expect(warnings).toEqual([]);
  });
});

describe("waiting until a task is settled", () => {
  it("ends with the signal of whoever waits", async () => {
    const { run } = spoken();
    const { engine, submit, time } = openFixture(run);
    await engine.start();
    const { id } = await submit("Go");
    const leaving = new AbortController();
    const waiting = engine.settled(id, ALICE, leaving.signal);
    await time.settle();
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
  });
});
