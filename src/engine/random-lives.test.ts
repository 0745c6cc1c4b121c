import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { command } from "./testing/random-commands.ts";
import { RandomLife } from "./testing/random-life.ts";

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
