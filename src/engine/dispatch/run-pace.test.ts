import { describe, expect, it } from "vitest";
import { RunPace } from "./run-pace.ts";

describe("when to come again", () => {
  const TABLE: readonly [
    name: string,
    runsMs: number[],
    waiting: number,
    maxRunning: number,
    seconds: number,
  ][] = [
    ["takes a second a run before any was seen", [], 20, 1, 10],
    ["follows how long runs took", [4000], 20, 1, 40],
    ["counts runs at a time", [4000], 20, 4, 10],
    ["follows a change of pace slowly", [4000, 0], 20, 4, 9],
    ["is never below one second", [10], 1, 8, 1],
    ["is never above five minutes", [3_600_000], 1000, 1, 300],
    ["counts the one that would come even when nothing waits", [9000], 0, 1, 9],
  ];
  for (const [name, runsMs, waiting, maxRunning, seconds] of TABLE) {
    it(name, () => {
      const pace = new RunPace();
      for (const run of runsMs) pace.add(run);
      expect(pace.retryAfterSeconds(waiting, maxRunning)).toBe(seconds);
    });
  }
});
