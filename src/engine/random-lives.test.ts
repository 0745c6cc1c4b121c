import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Command, RandomLife, type Script } from "./testing/random-life.ts";

const script: fc.Arbitrary<Script> = fc.record({
  steps: fc.integer({ min: 0, max: 4 }),
  end: fc.constantFrom("completes", "completes", "asks", "asks", "fails", "is-deaf"),
});
const which = fc.nat(20);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("submit"),
      script,
      bob: fc.boolean(),
      timeoutMs: fc.constantFrom(25, 60_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("send-again"), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("follow-up"), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel"), which }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("crash") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart"), graceMs: fc.constantFrom(0, 15, 100) }) },
);

const RUNS = Number(process.env["A2A_MINIONS_RANDOM_LIVES"] ?? 150);

describe("whatever happens in whatever order", () => {
  it("ends are final, events have no gap, no step is paid or told twice, and no acknowledged task is lost", async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
        const life = new RandomLife();
        await life.begin();
        for (const one of commands) await life.live(one);
        for (const { state } of await life.conclude()) {
          ends.add("failure" in state ? state.failure.code : state.kind);
        }
        expect(life.violations).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    // The lives above are varied enough to have met every end.
    expect(ends).toEqual(
      new Set(["completed", "canceled", "input-required", "scripted-failure", "timed-out", "run-kept-dying"]),
    );
  });
});
