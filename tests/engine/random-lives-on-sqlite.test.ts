import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSqliteStores } from "#stores";
import { command } from "../../src/engine/testing/random-commands.ts";
import { RandomLife } from "../../src/engine/testing/random-life.ts";

describe("whatever happens in whatever order, over SQLite", () => {
  it("ends are final, events have no gap, no step is paid or told twice, and no acknowledged task is lost", async () => {
    const commands = fc.array(command, { minLength: 5, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(fc.nat(), commands, async (seed, life) => {
        await using stores = await openSqliteStores({ path: ":memory:" });
        const engine = new RandomLife(seed, stores);
        await engine.begin();
        for (const one of life) await engine.live(one);
        await engine.conclude();
        expect(engine.violations).toEqual([]);
      }),
      { numRuns: Number(process.env["A2A_MINIONS_RANDOM_LIVES"] ?? 25) },
    );
  }, 600_000);
});
