import { describe, expect, it } from "vitest";
import { AbortedError } from "#kernel";
import {
  type DecompositionBrief,
  decisionSchema,
  finalDecisionSchema,
  finalSynthesisSchema,
  type JobReport,
  jobReplySchema,
  type ModelStep,
  openingSchema,
  outlineOf,
  personalDataSchema,
  planSchema,
  synthesisSchema,
} from "#minions";
import { NoEmbeddingsError } from "./errors.ts";
import { createExtractiveModel } from "./extractive-model.ts";
import { statedStrength } from "./steps/strength.ts";
import { ANNUAL_REPORT, PAGE } from "./testing/annual-report.ts";
import { replyTo, requestFor } from "./testing/ask.ts";

const model = createExtractiveModel();
const question = "What was capital expenditure in FY2020?";
const documents = [outlineOf(ANNUAL_REPORT)];
const brief: DecompositionBrief = {
  form: "plan",
  question,
  round: 1,
  documents,
  advice: "",
  chunking: "chunk_by_section",
  retrieval: "bm25",
  limits: { maxTasks: 3, maxJobs: 100 },
  previousJobs: [],
  feedback: null,
  scratchpad: null,
  lastError: null,
};
const job: JobReport = {
  jobId: 4,
  taskId: 0,
  chunkId: 4,
  task: question,
  source: "HARROW_2020_10K.pdf p. 7",
  answer: "Purchases of property, plant and equipment: (90) (2020); in millions",
  citation: "Purchases of property, plant and equipment  (90)",
  explanation: "Match strength 0.700: found by rule.",
};
const exchanges = [
  { message: question, reply: "Capital expenditure: 90.\n\n> Purchases (90)\n(a.pdf, page 7)" },
];

describe("every step that asks for JSON gets what its contract says", () => {
  const cases: readonly (readonly [string, ModelStep, { parse(value: unknown): unknown }])[] = [
    ["opening", { kind: "minion-open", question, documents, history: [] }, openingSchema],
    ["decision", { kind: "minion-decide", question, exchanges, final: false }, decisionSchema],
    ["decision on nothing", { kind: "minion-decide", question, exchanges: [], final: false }, decisionSchema],
    ["last decision", { kind: "minion-decide", question, exchanges: [], final: true }, finalDecisionSchema],
    ["plan", { kind: "minions-decompose", ...brief }, planSchema],
    [
      "synthesis",
      { kind: "minions-synthesise", question, aggregate: "", jobs: [job], final: false },
      synthesisSchema,
    ],
    [
      "last synthesis",
      { kind: "minions-synthesise", question, aggregate: "", jobs: [], final: true },
      finalSynthesisSchema,
    ],
    ["personal data", { kind: "privacy-find", text: "Anna lives in Rome." }, personalDataSchema],
  ];
  it.each(cases)("%s", async (_, step, schema) => {
    const text = await replyTo(model, step);
    expect(() => schema.parse(JSON.parse(text))).not.toThrow();
  });
});

describe("every step that asks for prose gets some", () => {
  const cases: readonly (readonly [string, ModelStep])[] = [
    ["thinking", { kind: "minion-think", question, exchanges }],
    ["advice", { kind: "minions-advise", question, documents, history: [] }],
    ["thinking about jobs", { kind: "minions-think", question, aggregate: "", jobs: [job] }],
    ["a summary", { kind: "history-summarise", turns: [{ role: "user", text: "What was revenue?" }] }],
  ];
  it.each(cases)("%s", async (_, step) => {
    expect((await replyTo(model, step)).length).toBeGreaterThan(10);
  });
});

describe("a worker's job over one chunk", () => {
  const chunkOf = (page: number) => ({
    id: `chunk-${page}`,
    location: {
      documentId: "doc-1",
      documentName: ANNUAL_REPORT.name,
      firstPage: page,
      lastPage: page,
      start: 0,
      end: 9,
    },
    text: ANNUAL_REPORT.pages[page]?.text ?? "",
  });
  const ask = async (page: number, task = question) => {
    const step: ModelStep = { kind: "minions-job", task, advice: "", chunk: chunkOf(page), sample: 0 };
    return jobReplySchema.parse(JSON.parse(await replyTo(model, step)));
  };

  it("gives the answer, a verbatim citation and how strong the match is", async () => {
    expect(await ask(PAGE.cashFlow)).toEqual({
      explanation: expect.stringMatching(/^Match strength 0\.\d{3}/),
      citation: expect.stringContaining("Purchases of property, plant and equipment  (90)  (75)  (70)"),
      answer: expect.stringContaining("(90) (2020)"),
    });
  });

  it("is an honest null where nothing in the chunk fits", async () => {
    expect(await ask(PAGE.legal, "What was the average daily temperature?")).toMatchObject({
      citation: null,
      answer: null,
    });
  });

  it("is stronger on the statement than on a page that names it in passing", async () => {
    const strength = async (page: number) => statedStrength((await ask(page)).explanation) ?? 0;
    expect(await strength(PAGE.cashFlow)).toBeGreaterThan(await strength(PAGE.discussion));
    expect(await strength(PAGE.cashFlow)).toBeGreaterThan(await strength(PAGE.contents));
  });
});

describe("the engine as a model", () => {
  it("says what it is and that its token counts are estimates", async () => {
    const signal = new AbortController().signal;
    const reply = await model.generate(
      requestFor({ kind: "minion-open", question, documents, history: [] }),
      signal,
    );
    expect(reply).toMatchObject({
      finish: "stop",
      answeredBy: { provider: "embedded", model: "extractive" },
      usage: { estimated: true },
    });
    expect(model.inProcess).toBe(true);
    expect(await model.profile(signal)).toMatchObject({ contextTokens: undefined, requiresDocuments: true });
  });

  it("gives the same reply to the same request", async () => {
    const step: ModelStep = {
      kind: "minion-work",
      message: question,
      exchanges: [],
      documents: [ANNUAL_REPORT],
    };
    expect(await replyTo(createExtractiveModel(), step)).toBe(await replyTo(model, step));
  });

  it("makes no embeddings", async () => {
    await expect(model.embed([], new AbortController().signal)).rejects.toThrow(NoEmbeddingsError);
  });

  it("gives the thread away while it reads, and stops there once it is told to", async () => {
    const controller = new AbortController();
    let now = 0;
    let pauses = 0;
    const sliced = createExtractiveModel({
      clock: { now: () => now, monotonicMs: () => (now += 20) },
      pause: async () => {
        pauses += 1;
        if (pauses === 3) controller.abort();
      },
    });
    const step: ModelStep = {
      kind: "minion-work",
      message: question,
      exchanges: [],
      documents: [ANNUAL_REPORT],
    };
    await expect(sliced.generate(requestFor(step), controller.signal)).rejects.toThrow(AbortedError);
    expect(pauses).toBe(3);
  });
});
