import { describe, expect, it } from "vitest";
import { loadConfig } from "#config";
import { createExtractor, type Extractor } from "#documents";
import type { RunMetadata } from "#minions";
import type { AskEvent } from "./ask-event.ts";
import type { DocumentFile } from "./document-file.ts";
import { createRuntime, type Runtime, type RuntimeOverrides } from "./runtime.ts";

async function openRuntime(overrides: RuntimeOverrides = {}): Promise<Runtime> {
  const missing = Object.assign(new Error("none"), { code: "ENOENT" });
  const readText = () => Promise.reject(missing);
  const config = await loadConfig({
    env: {},
    workingDirectory: "/",
    readText,
    flags: { "log-level": "debug" },
  });
  return createRuntime(config, { logSink: { write: () => undefined }, ...overrides });
}

function file(name: string, text: string): DocumentFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

const NOTES = file("notes.txt", "Capital expenditure was $ 1,577 million in 2024.");
const QUESTION = "What was capital expenditure in 2024?";

async function finish<Event, Result>(run: AsyncGenerator<Event, Result, void>) {
  const events: Event[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done) return { events, result: step.value };
    events.push(step.value);
  }
}

/** Counts what is read; the reading itself is real. */
function countingExtractor(): { readonly extractor: Extractor; readonly names: string[] } {
  const real = createExtractor();
  const names: string[] = [];
  const extractor: Extractor = {
    extract: (input, signal) => {
      names.push(input.name);
      return real.extract(input, signal);
    },
    readImage: (image, signal) => real.readImage(image, signal),
    [Symbol.asyncDispose]: () => real[Symbol.asyncDispose](),
  };
  return { extractor, names };
}

describe("asking", () => {
  it("tells of the documents first, then of the run, and ends with the result that it returns", async () => {
    await using runtime = await openRuntime();
    const { events, result } = await finish(runtime.ask({ question: QUESTION, documents: [NOTES] }));
    const types = events.map((event: AskEvent) => event.type);
    expect(types[0]).toBe("document-read");
    expect(types[1]).toBe("run-started");
    expect(events.at(-1)).toEqual({ type: "run-finished", result });
    expect(result.outcome.kind).toBe("answered");
  });

  it("fails over all unreadable documents at once, each with its reason", async () => {
    await using runtime = await openRuntime();
    const documents = [file("empty.txt", ""), NOTES, file("broken.pdf", "%PDF-1.7 nothing here")];
    await expect(finish(runtime.ask({ question: QUESTION, documents }))).rejects.toMatchObject({
      code: "documents-refused",
      documents: [
        { name: "empty.txt", reason: "empty" },
        { name: "broken.pdf", reason: "corrupt" },
      ],
    });
  });

  it("goes on without them when told to, and says so to who reads the answer", async () => {
    await using runtime = await openRuntime();
    const documents = [file("empty.txt", ""), NOTES];
    const run = runtime.ask({ question: QUESTION, documents, skipUnreadable: true });
    const { events, result } = await finish(run);
    expect(events[0]).toMatchObject({ type: "document-refused", name: "empty.txt", reason: "empty" });
    expect(result.outcome.kind).toBe("answered");
    expect(result.notices[0]).toContain('Left out: "empty.txt"');
  });

  it("refuses a document by its size before a byte of it is read", async () => {
    await using runtime = await openRuntime();
    const bytes = () => Promise.reject(new Error("was read"));
    const huge: DocumentFile = { name: "huge.pdf", byteLength: 60_000_000, bytes };
    await expect(finish(runtime.ask({ question: QUESTION, documents: [huge] }))).rejects.toMatchObject({
      documents: [{ name: "huge.pdf", reason: "too-large" }],
    });
  });

  it("refuses an empty question before it reads anything", async () => {
    const { extractor, names } = countingExtractor();
    await using _reader = extractor;
    await using runtime = await openRuntime({ extractor });
    const run = runtime.ask({ question: " ", documents: [NOTES] });
    await expect(finish(run)).rejects.toMatchObject({ code: "question-empty" });
    expect(names).toEqual([]);
  });

  it.each<[string, RunMetadata, string, RegExp]>([
    ["a number out of range", { max_rounds: 11 }, "max_rounds", /11 is too big: at most 10/],
    [
      "a provider with no model of its own choice",
      { remote_provider: "groq" },
      "remote_model",
      /must be named/,
    ],
  ])("refuses %s, naming field, value and limit", async (_name, metadata, field, problem) => {
    await using runtime = await openRuntime();
    const run = runtime.ask({ question: QUESTION, documents: [NOTES], metadata });
    await expect(finish(run)).rejects.toMatchObject({
      code: "invalid-metadata",
      faults: [{ field, problem: expect.stringMatching(problem) }],
    });
  });

  it.each<[RunMetadata, string]>([
    [{ remote_provider: "nobody", remote_model: "x" }, "unknown-provider"],
    [{ remote_model: "gpt-4o" }, "api-key-missing"],
    [{ remote_provider: "openai" }, "api-key-missing"],
  ])("opens the model that a request names: %j", async (metadata, code) => {
    await using runtime = await openRuntime();
    const run = runtime.ask({ question: QUESTION, documents: [NOTES], metadata });
    await expect(finish(run)).rejects.toMatchObject({ code });
  });

  it("stops when its signal fires", async () => {
    await using runtime = await openRuntime();
    const controller = new AbortController();
    const run = runtime.ask({ question: QUESTION, documents: [NOTES] }, controller.signal);
    await run.next();
    controller.abort();
    await expect(finish(run)).rejects.toMatchObject({ code: "aborted" });
  });

  it("logs what happened without question, answer or document", async () => {
    const lines: string[] = [];
    await using runtime = await openRuntime({ logSink: { write: (line) => lines.push(line) } });
    await finish(runtime.ask({ question: QUESTION, documents: [NOTES] }));
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain("model called");
    expect(lines.join("")).not.toMatch(/capital|1,577|notes/i);
  });
});

describe("evaluating", () => {
  const question = (id: string, name: string) => ({
    id,
    question: QUESTION,
    answer: "$ 1,577 million",
    documents: [name],
    evidence: [{ documentName: name, page: 0 }],
    kind: undefined,
  });
  const findDocument = (name: string) => (name === "notes" ? NOTES : undefined);

  it("reads a document once for all questions, and scores in the order of the set", async () => {
    const { extractor, names } = countingExtractor();
    await using _reader = extractor;
    await using runtime = await openRuntime({ extractor });
    const questions = ["a", "b", "c"].map((id) => question(id, "notes"));
    const { events, result } = await finish(runtime.evaluate({ questions, findDocument, concurrency: 3 }));
    expect(names).toEqual(["notes.txt"]);
    expect(result.scores.map((score) => score.id)).toEqual(["a", "b", "c"]);
    expect(result.summary.total.evidenceCitedFirst).toEqual({ count: 3, of: 3 });
    expect(
      events.map((event) => (event.type === "question-finished" ? event.done : event.setup.local)),
    ).toEqual(["embedded/extractive", 1, 2, 3]);
  });

  it("counts a question that fails as failed, and goes on", async () => {
    await using runtime = await openRuntime();
    const questions = [question("a", "elsewhere"), question("b", "notes")];
    const { result } = await finish(runtime.evaluate({ questions, findDocument }));
    expect(result.scores).toMatchObject([
      { outcome: "failed", failure: "document-missing" },
      { outcome: "answered" },
    ]);
  });

  it("asks nothing at all where a model cannot be opened", async () => {
    await using runtime = await openRuntime();
    const metadata = { remote_model: "gpt-4o" };
    const run = runtime.evaluate({ questions: [question("a", "notes")], findDocument, metadata });
    await expect(finish(run)).rejects.toMatchObject({ code: "api-key-missing" });
  });
});
