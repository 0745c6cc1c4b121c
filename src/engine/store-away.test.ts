import { describe, expect, it } from "vitest";
import { AppError } from "#kernel";
import type { RunContext, RunEnding } from "./engine-api.ts";
import type { Stores } from "./ports.ts";
import { type EngineFixture, openFixture } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage } from "./testing/messages.ts";

class AwayError extends AppError<"store-unavailable"> {
  readonly code = "store-unavailable";
}

/** Stores that can be away; `answersLost` has them do what they are asked first, as when a connection breaks late. */
interface ShakyStores {
  readonly stores: Stores;
  away: boolean;
  answersLost: boolean;
}

/** What runs ask for. */
const GUARDED: ReadonlySet<string | symbol> = new Set(["load", "commit", "find", "put"]);

function shakyStores(): ShakyStores {
  const inner = createMemoryStores();
  const shaky: ShakyStores = { stores: inner, away: false, answersLost: false };
  const guard = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name);
        if (typeof member !== "function") return member;
        if (!GUARDED.has(name)) return member.bind(of);
        return async (...values: unknown[]) => {
          if (shaky.away && !shaky.answersLost) throw new AwayError("away");
          const result: unknown = await member.apply(of, values);
          if (shaky.away) throw new AwayError("away");
          return result;
        };
      },
    });
  const stores: Stores = {
    ...inner,
    tasks: guard(inner.tasks),
    journal: guard(inner.journal),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  return Object.assign(shaky, { stores });
}

/** A run that pays twice with words in between; the first payment waits until it is let through. */
function payingRun(beforeTelling: () => void = () => undefined) {
  const paid: string[] = [];
  const gate = Promise.withResolvers<void>();
  const run = async (context: RunContext): Promise<RunEnding> => {
    await context.once("first", "h", async () => {
      paid.push("first");
      await gate.promise;
      return 1;
    });
    beforeTelling();
    await context.tell(agentMessage("half way"));
    await context.once("second", "h", async () => {
      paid.push("second");
      return 2;
    });
    return { kind: "completed" };
  };
  return { run, paid, pay: () => gate.resolve() };
}

async function startedRun(shaky: ShakyStores, beforeTelling?: () => void) {
  const runner = payingRun(beforeTelling);
  const fixture: EngineFixture = openFixture(runner.run, { stores: shaky.stores });
  await fixture.engine.start();
  const { id } = await fixture.submit("hello");
  await fixture.time.settle();
  expect(runner.paid).toEqual(["first"]);
  return { ...runner, ...fixture, id };
}

describe("a run whose store goes away for half a minute", () => {
  it.each([
    ["and takes nothing meanwhile", false],
    ["and stores what it was asked without saying so", true],
  ])("%s waits, and goes on without paying or telling anything twice", async (_, answersLost) => {
    const shaky = shakyStores();
    const { paid, pay, time, story, task, observed, id, engine } = await startedRun(shaky);
    Object.assign(shaky, { away: true, answersLost });
    pay();
    await time.pass(30_000);
    expect(paid).toEqual(["first"]);
    shaky.away = false;
    await time.pass(2_000);
    expect(await task(id)).toMatchObject({ state: { kind: "completed" }, runs: 1 });
    expect(paid).toEqual(["first", "second"]);
    expect((await story(id)).filter((line) => line.includes("half way"))).toHaveLength(1);
    expect(observed("fault-caught")).toEqual([]);
    await engine.stop(0);
    expect(time.waiting).toBe(0);
  });

  it("just as it tells something is not told it twice", async () => {
    const shaky = shakyStores();
    const goAway = (): void => void Object.assign(shaky, { away: true, answersLost: true });
    const { pay, time, story, task, observed, id, engine } = await startedRun(shaky, goAway);
    pay();
    await time.pass(30_000);
    shaky.away = false;
    await time.pass(2_000);
    expect(await task(id)).toMatchObject({ state: { kind: "completed" }, runs: 1 });
    expect((await story(id)).filter((line) => line.includes("half way"))).toHaveLength(1);
    expect(observed("fault-caught")).toEqual([]);
    await engine.stop(0);
  });

  it.each([
    ["and takes nothing meanwhile", false],
    ["and stores that it begins without saying so", true],
  ])("%s, just as it begins, has begun once and counts as no run that died", async (_, answersLost) => {
    const shaky = shakyStores();
    const runner = payingRun();
    const { engine, submit, time, task, observed } = openFixture(runner.run, { stores: shaky.stores });
    const { id } = await submit("hello");
    await engine.start();
    Object.assign(shaky, { away: true, answersLost });
    await time.pass(30_000);
    shaky.away = false;
    runner.pay();
    await time.pass(4_000);
    expect(await task(id)).toMatchObject({ state: { kind: "completed" }, runs: 1 });
    expect(runner.paid).toEqual(["first", "second"]);
    expect(observed("fault-caught")).toEqual([]);
    await engine.stop(0);
  });

  it("and is asked by the runner itself does not fail its task, which is run again", async () => {
    const shaky = shakyStores();
    const run = async (context: RunContext): Promise<RunEnding> => {
      shaky.away = context.task.runs === 1;
      try {
        await shaky.stores.tasks.load(context.task.id);
      } catch (error) {
        throw new Error("a document cannot be read", { cause: error });
      }
      return { kind: "completed" };
    };
    const { engine, submit, time, task } = openFixture(run, { stores: shaky.stores });
    await engine.start();
    const { id } = await submit("hello");
    await time.pass(500);
    shaky.away = false;
    expect((await task(id)).state.kind).toBe("working");
    await time.pass(2_000);
    expect(await task(id)).toMatchObject({ state: { kind: "completed" }, runs: 2 });
    await engine.stop(0);
  });

  it("while the server is to stop does not hold it up", async () => {
    const shaky = shakyStores();
    const { pay, time, task, engine, id, paid } = await startedRun(shaky);
    shaky.away = true;
    pay();
    await time.pass(1_000);
    const stopped = engine.stop(0);
    await time.pass(60_000);
    await stopped;
    shaky.away = false;
    expect((await task(id)).state.kind).toBe("working");
    expect(paid).toEqual(["first"]);
  });
});
