import { describe, expect, it } from "vitest";
import { AppError } from "#kernel";
import type { ModelRequest } from "../model-port.ts";
import type { RunMetadata } from "../options.ts";
import type { ModelStepKind } from "../steps.ts";
import { eventsOf, observeRun, pageWorkbench, type RunSetting } from "../testing/run-fixtures.ts";
import { type Script, type ScriptedModel, scriptedModel, sentText } from "../testing/scripted-model.ts";
import type { ProgramOutcome } from "../workbench-port.ts";

const CODE =
  "```js\nfunction prepareJobs(context, previousJobs) { return []; }\nfunction transformOutputs(jobs) { return ''; }\n```";
const PLAN = JSON.stringify({
  chunking: { strategy: "chunk_by_page" },
  tasks: [{ task: "Find capex for FY2018." }],
  aggregation: "by-task",
});
const CAPEX_ROW = "Purchases of property, plant and equipment   (1,577)   (1,373)";

const synthesis = (fields: object) =>
  JSON.stringify({
    ...{ decision: "provide_final_answer", explanation: "Job 2 has it.", answer: "1,577 million" },
    ...{ feedback: null, scratchpad: null, sources: [2] },
    ...fields,
  });
const more = (fields: object) =>
  synthesis({ decision: "request_additional_info", answer: null, sources: [], ...fields });
const report = (answer: string | null, citation: string | null = null) =>
  JSON.stringify({ explanation: "Read it.", answer, citation });

function supervisor(lines: Script["lines"] = {}, profile: Script["profile"] = {}): ScriptedModel {
  return scriptedModel({
    provider: "openai",
    profile,
    lines: {
      "minions-advise": "Look at the cash flow statement.",
      "minions-decompose": CODE,
      "minions-think": "Job 2 has it.",
      "minions-synthesise": synthesis({}),
      ...lines,
    },
  });
}

/** Finds the row on the page that has it, and nothing elsewhere. */
const findRow = ({ messages }: ModelRequest) =>
  JSON.stringify(messages).includes("(1,577)") ? report("1,577", CAPEX_ROW) : report(null);

function worker(lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({ provider: "ollama", lines: { "minions-job": findRow, ...lines } });
}

const kinds = (model: ScriptedModel): ModelStepKind[] => model.requests.map((request) => request.step.kind);
const observe = (setting: Omit<RunSetting, "options">, options: RunMetadata = {}) =>
  observeRun({ ...setting, options: { skill_id: "minions_query", ...options } });

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
