import { describe, expect, it } from "vitest";
import { createExtractiveModel } from "#embedded";
import { systemClock } from "#kernel";
import type { Correlation, Model } from "#minions";
import { openRunner, text } from "../testing/runner-fixture.ts";

const QUESTION = "What was capital expenditure in 2024?";
const NOTES = "Revenue was $ 12,450 million in 2024.\n\nCapital expenditure was $ 1,577 million in 2024.";

/** The embedded engine, with a list of what its calls were tied to. */
function listeningModel(heard: (Correlation | undefined)[]): Model {
  const engine = createExtractiveModel({ clock: systemClock });
  return {
    ref: engine.ref,
    inProcess: engine.inProcess,
    profile: (signal) => engine.profile(signal),
    embed: (inputs, signal) => engine.embed(inputs, signal),
    generate: (request, signal) => {
      heard.push(request.correlation);
      return engine.generate(request, signal);
    },
  };
}

describe("a task's calls to its models", () => {
  const both = { requestId: "r-1", traceParent: "00-1-2-01" };

  it.each([
    ["both ids", both, both],
    ["neither", {}, {}],
    ["ids that are no texts", { requestId: 7, traceParent: null }, {}],
  ])("are tied to the request that it came by, given %s", async (_, origin, expected) => {
    const local: (Correlation | undefined)[] = [];
    const remote: (Correlation | undefined)[] = [];
    await using fixture = await openRunner({
      local: listeningModel(local),
      remote: listeningModel(remote),
    });
    const task = await fixture.ask({ parts: [text(QUESTION), text(NOTES, "notes.md")], origin });
    expect((await fixture.settled(task)).state).toEqual({ kind: "completed" });
    for (const heard of [local, remote]) {
      expect(heard.length).toBeGreaterThan(0);
      for (const correlation of heard) expect(correlation).toEqual(expected);
    }
  });
});
