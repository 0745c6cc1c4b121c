import { describe, expect, it } from "vitest";
import type { ModelStepKind } from "../steps.ts";
import {
  CODE,
  findRow,
  more,
  observe,
  PLAN,
  supervisor,
  synthesis,
  worker,
} from "../testing/minions-cast.ts";
import { eventsOf, pageWorkbench } from "../testing/run-fixtures.ts";
import { type ScriptedModel, scriptedModel, sentText } from "../testing/scripted-model.ts";
import type { ProgramOutcome } from "../workbench-port.ts";

const kinds = (model: ScriptedModel): ModelStepKind[] => model.requests.map((request) => request.step.kind);

describe("MinionS", () => {
  it("goes from advice over code, jobs and thought to an answer whose source is checked", async () => {
    const remote = supervisor();
    const local = worker();
    const { result, events } = await observe({ local, remote });
    expect(kinds(remote)).toEqual([
      "minions-advise",
      "minions-decompose",
      "minions-think",
      "minions-synthesise",
    ]);
    expect(local.requests).toHaveLength(3);
    expect(result.outcome).toEqual({ kind: "answered", answer: "1,577 million" });
    expect(result.citations[0]).toMatchObject({ verified: true, location: { firstPage: 2 } });
    expect(eventsOf(events, "jobs-prepared")[0]).toMatchObject({ form: "code", jobs: 3, chunksMade: 3 });
    expect(eventsOf(events, "job-finished").map((event) => event.outcome)).toEqual([
      "nothing-found",
      "nothing-found",
      "answered",
    ]);
  });

  it("asks one request a job: no request holds two chunks", async () => {
    const local = worker();
    await observe({ local, remote: supervisor() });
    for (const request of local.requests) expect(sentText(request).match(/<chunk /g)).toHaveLength(1);
  });

  it("keeps document text from the supervisor, but for what jobs report", async () => {
    const remote = supervisor();
    await observe({ local: worker(), remote });
    for (const request of remote.requests) expect(sentText(request)).not.toContain("Operating income was");
  });

  it("carries feedback, scratchpad and earlier findings into the next round's prompt", async () => {
    const remote = supervisor({
      "minions-synthesise": [more({ feedback: "Find the unit.", scratchpad: "1,577 so far" }), synthesis({})],
    });
    const { result } = await observe({ local: worker(), remote });
    const second = remote.asked("minions-decompose")[1];
    const sent = second ? sentText(second) : "";
    expect(sent).toContain("Find the unit.");
    expect(sent).toContain("1,577 so far");
    expect(sent).toContain("Find the figure.: 1,577");
    expect(sent).toContain("Look at the cash flow statement.");
    expect(result.rounds).toBe(2);
  });

  it("gives faulty code back with the error, then falls back to a plan", async () => {
    const remote = supervisor({
      "minions-decompose": ({ step }) =>
        step.kind === "minions-decompose" && step.form === "plan" ? PLAN : CODE,
    });
    const good = pageWorkbench();
    const workbench = pageWorkbench({
      prepareJobs: async (request, signal) =>
        request.program.kind === "plan"
          ? good.prepareJobs(request, signal)
          : { kind: "faulty", fault: "exception", message: "TypeError: chunks is not iterable (line 2)" },
    });
    const { events, result } = await observe({ local: worker(), remote, workbench });
    const failures = eventsOf(events, "decomposition-failed");
    expect(failures.map(({ attempt, fault }) => [attempt, fault])).toEqual([
      [1, "exception"],
      [2, "exception"],
      [3, "exception"],
    ]);
    const retry = remote.asked("minions-decompose")[1];
    expect(retry && sentText(retry)).toContain("chunks is not iterable (line 2)");
    expect(eventsOf(events, "jobs-prepared")[0]).toMatchObject({ form: "plan" });
    expect(result.outcome.kind).toBe("answered");
  });

  it("uses a plan of last resort when neither code nor plan can be had", async () => {
    const { events, result } = await observe({
      local: worker(),
      remote: supervisor({ "minions-decompose": "Sorry?" }),
    });
    expect(eventsOf(events, "decomposition-failed").map((event) => event.form)).toEqual([
      ...["code", "code", "code"],
      ...["plan", "plan"],
    ]);
    expect(eventsOf(events, "jobs-prepared")[0]).toMatchObject({
      tasks: ["What was capital expenditure in FY2018?"],
    });
    expect(result.outcome.kind).toBe("answered");
  });

  it("fails with its own error when only code was allowed", async () => {
    const run = observe(
      { local: worker(), remote: supervisor({ "minions-decompose": "no" }) },
      { decomposition: "code" },
    );
    await expect(run).rejects.toMatchObject({ code: "decomposition-failed", attempts: 3 });
  });

  it.each([
    ["the options want a plan", { decomposition: "plan" } as const, {}],
    ["the supervisor cannot write code", {}, { writesCode: false }],
  ])("asks for a plan at once when %s", async (_, options, profile) => {
    const remote = supervisor({ "minions-decompose": PLAN }, profile);
    await observe({ local: worker(), remote }, options);
    expect(remote.asked("minions-decompose")[0]?.output).toMatchObject({ kind: "json", name: "plan" });
  });

  it.each([
    ["throws", { kind: "faulty", fault: "exception", message: "x" } as const],
    ["gives nothing", { kind: "done", value: "  " } as const],
  ])("falls back to its own aggregation when transformOutputs %s", async (_, outcome) => {
    const remote = supervisor();
    const workbench = pageWorkbench({
      transformOutputs: async (): Promise<ProgramOutcome<string>> => outcome,
    });
    const { events } = await observe({ local: worker(), remote, workbench });
    expect(eventsOf(events, "outputs-aggregated")[0]).toMatchObject({ fallBack: true });
    const thought = remote.asked("minions-think")[0];
    const sent = thought ? sentText(thought) : "";
    expect(sent).toContain("job 2 (report.pdf p. 3): 1,577");
    expect(sent).not.toContain("job 0");
  });

  it("has one prompt and no thinking in the last round", async () => {
    const remote = supervisor({
      "minions-synthesise": ({ step }) =>
        step.kind === "minions-synthesise" && step.final
          ? synthesis({ sources: null })
          : more({ feedback: "more" }),
    });
    const { result } = await observe({ local: worker(), remote }, { max_rounds: 2 });
    expect(kinds(remote)).toEqual([
      ...["minions-advise", "minions-decompose", "minions-think", "minions-synthesise"],
      ...["minions-decompose", "minions-synthesise"],
    ]);
    expect(result.outcome.kind).toBe("answered");
  });

  it("repairs a synthesis a bounded number of times, then goes on to the next round and ends honestly", async () => {
    const remote = supervisor({ "minions-synthesise": "no JSON" });
    const { result } = await observe({ local: worker(), remote }, { max_rounds: 2 });
    expect(remote.asked("minions-synthesise")).toHaveLength(6);
    expect(result.outcome).toMatchObject({ kind: "no-answer", reason: "supervisor-unparsable" });
    expect(result.citations[0]).toMatchObject({ verified: true });
  });

  it("offers embedding retrieval only where the local model embeds", async () => {
    const blind = pageWorkbench();
    await observe(
      { local: worker(), remote: supervisor(), workbench: blind },
      { use_retrieval: "embedding" },
    );
    expect(blind.prepared[0]?.embed).toBeUndefined();
    const seeing = pageWorkbench();
    const local = scriptedModel({ lines: { "minions-job": findRow }, vectorOf: (text) => [text.length] });
    await observe({ local, remote: supervisor(), workbench: seeing }, { use_retrieval: "embedding" });
    const vectors = await seeing.prepared[0]?.embed?.(["four"], new AbortController().signal);
    expect(vectors).toEqual([Float32Array.of(4)]);
  });

  it("gives each picture a job of its own for a worker that sees", async () => {
    const image = { id: "image-1", name: "chart.png", mediaType: "image/png", data: new Uint8Array([1]) };
    const local = scriptedModel({ lines: { "minions-job": findRow }, profile: { seesImages: true } });
    await observe({ local, remote: supervisor(), input: { images: [image] } });
    expect(local.requests).toHaveLength(4);
    const withPicture = local.requests.filter(
      (request) => typeof request.messages.at(-1)?.content !== "string",
    );
    expect(withPicture).toHaveLength(1);
  });
});
