import { describe, expect, it } from "vitest";
import { AppError } from "#kernel";
import { CAPEX_ROW, findRow, observe, report, supervisor, worker } from "../testing/minions-cast.ts";
import { eventsOf } from "../testing/run-fixtures.ts";
import type { Script } from "../testing/scripted-model.ts";

describe("the jobs of a MinionS round", () => {
  it.each([
    ["unparsable", ["no JSON", "still none"], "unparsable"],
    ["truncated", [{ text: '{"expl', finish: "length" as const }], "truncated"],
    ["refused", [{ text: "I can't help with that.", finish: "refusal" as const }], "refused"],
    ["the words for nothing", [report("N/A")], "nothing-found"],
  ])("makes a reply that is %s an outcome of the job and goes on", async (_, replies, outcome) => {
    const flaky: Script["lines"] = {
      "minions-job": ({ messages, stepPath }) => {
        if (JSON.stringify(messages).includes("(1,577)")) return report("1,577", CAPEX_ROW);
        return replies[stepPath.endsWith("attempt-0") ? 0 : replies.length - 1] ?? "";
      },
    };
    const { result, events } = await observe({ local: worker(flaky), remote: supervisor() });
    expect(eventsOf(events, "job-finished").map((event) => event.outcome)).toContain(outcome);
    expect(result.outcome.kind).toBe("answered");
  });

  it("repairs a malformed job reply once", async () => {
    const local = worker({
      "minions-job": (request) => (request.stepPath.endsWith("attempt-0") ? "oops" : findRow(request)),
    });
    const { events } = await observe({ local, remote: supervisor() });
    expect(local.requests).toHaveLength(6);
    expect(eventsOf(events, "job-finished").map((event) => event.outcome)).toContain("answered");
  });

  it("keeps going when one job's model call fails, and ends when every one does", async () => {
    const failing = (all: boolean) =>
      worker({
        "minions-job": (request) => {
          if (all || JSON.stringify(request.messages).includes("Net sales")) throw new ProviderDown();
          return findRow(request);
        },
      });
    const { events } = await observe({ local: failing(false), remote: supervisor() });
    expect(eventsOf(events, "job-finished").map((event) => event.outcome)).toContain("model-failed");
    await expect(observe({ local: failing(true), remote: supervisor() })).rejects.toThrow(ProviderDown);
  });

  it("counts a chunk that overflows the window as an outcome and as not read", async () => {
    const local = worker({
      "minions-job": (request) => {
        if (JSON.stringify(request.messages).includes("Net sales")) throw new WindowExceeded();
        return findRow(request);
      },
    });
    const { events, result } = await observe({ local, remote: supervisor() });
    expect(eventsOf(events, "job-finished").map((event) => event.outcome)).toContain("over-context");
    expect(result.coverage.documents[0]?.pagesRead).toEqual([0, 2]);
    expect(result.coverage.chunksCutOff).toBe(1);
  });

  it("takes the samples asked for of each job, each with its own seed", async () => {
    const local = worker();
    await observe({ local, remote: supervisor() }, { num_samples_per_task: 3 });
    expect(local.requests).toHaveLength(9);
    expect(new Set(local.requests.map((request) => request.seed))).toEqual(new Set([0, 1, 2]));
  });

  it("never has more jobs under way than the parallelism allows", async () => {
    let underWay = 0;
    let most = 0;
    const second = Promise.withResolvers<void>();
    const local = worker({
      "minions-job": async (request, turn) => {
        underWay += 1;
        most = Math.max(most, underWay);
        if (turn === 1) second.resolve();
        await second.promise; // The first waits for the second: jobs do run side by side.
        underWay -= 1;
        return findRow(request);
      },
    });
    await observe({ local, remote: supervisor() }, { parallelism: 2, num_samples_per_task: 4 });
    expect(most).toBe(2);
  });
});

class ProviderDown extends AppError {
  readonly code = "provider-failed";
  constructor() {
    super("down");
  }
}

class WindowExceeded extends AppError {
  readonly code = "context-window-exceeded";
  constructor() {
    super("too long");
  }
}
