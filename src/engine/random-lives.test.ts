import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClientCommand, type Command, RandomLife, type Script } from "./testing/random-life.ts";

const script: fc.Arbitrary<Script> = fc.record({
  steps: fc.integer({ min: 0, max: 4 }),
  end: fc.constantFrom("completes", "completes", "asks", "asks", "fails", "is-deaf"),
});
const which = fc.nat(20);
const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

const submit: fc.Arbitrary<ClientCommand> = fc.record({
  do: fc.constant("submit"),
  script,
  bob: fc.boolean(),
  timeoutMs: fc.constantFrom(60, 600, 60_000),
});
const client: fc.Arbitrary<ClientCommand> = fc.oneof(
  { weight: 4, arbitrary: submit },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("send-again"), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("follow-up"), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel"), which }) },
);
const clients = (minLength: number): fc.Arbitrary<ClientCommand[]> =>
  fc.array(client, { minLength, maxLength: 4 });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("at-once"), commands: clients(1) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("pass"), ms: upTo(80) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("crash"), during: clients(0), afterMs: upTo(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart"), during: clients(0), graceMs: upTo(60) }) },
);

/** More for a longer look; each takes about 5 ms. */
const LIVES = Number(process.env["A2A_MINIONS_RANDOM_LIVES"] ?? 200);

describe("whatever happens in whatever order", () => {
  it("ends are final, events have no gap, no step is paid or told twice, and no acknowledged task is lost", async () => {
    const ends = new Set<string>();
    const commands = fc.array(command, { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.nat(), commands, async (seed, life) => {
        const engine = new RandomLife(seed);
        await engine.begin();
        for (const one of life) await engine.live(one);
        for (const { state } of await engine.conclude()) {
          ends.add("failure" in state ? state.failure.code : state.kind);
        }
        expect(engine.violations).toEqual([]);
      }),
      { numRuns: LIVES },
    );
    // The lives were varied enough to meet most ends.
    expect(ends.size).toBeGreaterThanOrEqual(4);
  }, 600_000);
});
