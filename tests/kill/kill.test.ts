import { expect, it } from "vitest";
import { temporaryFolder } from "../e2e/run-command.ts";
import { figuresOf, problemsOf } from "./problems.ts";
import { runKills } from "./run-kills.ts";

const SEED = 20_261_122;

/** The short form of `node tests/kill/run.ts --kills 100`. */
it("a server that is killed at random moments loses no task, pays no call twice and tells no event twice", async () => {
  await using folder = await temporaryFolder();
  const record = await runKills({ seed: SEED, kills: 10, withinMs: 20_000, folder: folder.path });
  expect(problemsOf(record)).toEqual([]);
  const figures = figuresOf(record);
  expect(figures["kills with tasks running"]).toBeGreaterThan(2);
  expect(figures["different requests"]).toBeGreaterThan(20);
}, 120_000);
