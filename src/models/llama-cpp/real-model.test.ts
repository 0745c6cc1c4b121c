import { mkdtemp, open as openFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#kernel";
import {
  decisionSchema,
  jobReplySchema,
  type Model,
  type ModelReply,
  type ModelRequest,
  synthesisSchema,
} from "#minions";
import { createLlamaCppModel } from "./llama-cpp-model.ts";
import { importPackage } from "./native/load-binding.ts";

const gguf = process.env["A2A_MINIONS_TEST_GGUF"] ?? "";
const needs =
  gguf === "" ? " (skipped: A2A_MINIONS_TEST_GGUF names no file; scripts/fetch-test-model.sh)" : "";
const forever = new AbortController().signal;

const EXCERPT =
  "Consolidated statements of cash flows, in millions. Net income 5,363 in 2018, 4,869 in 2017. " +
  "Purchases of property, plant and equipment 1,577 in 2018, 1,373 in 2017.";

function ask(question: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    side: "local",
    stepPath: "round-1",
    step: { kind: "privacy-find", text: "" },
    messages: [
      { role: "system", content: "Answer from the text, in short words, as JSON where JSON is asked for." },
      { role: "user", content: `${EXCERPT}\n\n${question}` },
    ],
    output: { kind: "text" },
    temperature: 0,
    maxOutputTokens: 24,
    ...changes,
  };
}

describe.skipIf(gguf === "")(`a real GGUF file in process${needs}`, { timeout: 120_000 }, () => {
  let model: Model & AsyncDisposable;

  beforeAll(() => {
    const settings = { modelPath: gguf, contextTokens: 1_024, maxParallel: 2, threads: 1 };
    model = createLlamaCppModel(settings, { clock: systemClock, importPackage });
  });

  afterAll(() => model[Symbol.asyncDispose]());

  async function texts(...requests: ModelRequest[]): Promise<string[]> {
    const replies: ModelReply[] = [];
    for (const request of requests) replies.push(await model.generate(request, forever));
    return replies.map(({ text }) => text);
  }

  it("has the window that was asked for", async () => {
    await expect(model.profile(forever)).resolves.toMatchObject({ contextTokens: 1_024, seesImages: false });
  });

  it("replies with text, piece by piece, and counts its tokens", async () => {
    const pieces: string[] = [];
    const request = ask("What was net income in 2018?", { onTextDelta: (piece) => pieces.push(piece) });
    const reply = await model.generate(request, forever);
    expect(pieces.join("")).toBe(reply.text);
    expect(reply.usage.estimated).toBe(false);
    expect(reply.usage.promptTokens).toBeGreaterThan(50);
    expect(reply.usage.completionTokens).toBeGreaterThan(0);
    expect(reply.usage.completionTokens).toBeLessThanOrEqual(24);
  });

  it("replies alike to the same request at temperature 0", async () => {
    const [first, second] = await texts(ask("Tell about 2018."), ask("Tell about 2018."));
    expect(second).toBe(first);
  });

  it("replies alike to the same seed and differently to another", async () => {
    const warm = { temperature: 1.5, maxOutputTokens: 24 };
    const seeded = [7, 7, 8].map((seed) => ask("Tell a story about a fox.", { ...warm, seed }));
    const [first, again, other] = await texts(...seeded);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("says that a reply was cut", async () => {
    const reply = await model.generate(ask("Count from one to a thousand.", { maxOutputTokens: 4 }), forever);
    expect(reply.finish).toBe("length");
    expect(reply.usage.completionTokens).toBe(4);
  });

  it.each([
    ["a worker's reply", jobReplySchema],
    ["a decision, which is a union", decisionSchema],
    ["a synthesis", synthesisSchema],
  ])("gives JSON of the shape of %s, or says that it was cut", async (name, schema) => {
    const output = { kind: "json", name, schema } as const;
    const request = ask("What was net income in 2018?", { output, maxOutputTokens: 250 });
    const reply = await model.generate(request, forever);
    expect(reply.text).toMatch(/^\s*\{/);
    if (reply.finish === "stop") expect(schema.safeParse(JSON.parse(reply.text)).error).toBeUndefined();
    else expect(reply.finish).toBe("length");
  });

  it("answers requests that run side by side each for itself", async () => {
    const words = ["apple", "river", "stone", "cloud"];
    const alone = await texts(...words.map((word) => ask(`Say ${word}.`, { maxOutputTokens: 8 })));
    expect(alone).toHaveLength(4);
    const together = await Promise.all(
      words.map((word) => model.generate(ask(`Say ${word}.`, { maxOutputTokens: 8 }), forever)),
    );
    expect(together.every(({ usage }) => usage.completionTokens > 0 && usage.completionTokens <= 8)).toBe(
      true,
    );
  });

  it("refuses a prompt that would be cut", async () => {
    await expect(model.generate(ask("word ".repeat(1_200)), forever)).rejects.toMatchObject({
      code: "context-window-exceeded",
      available: 1_024,
    });
  });

  it("stops when the caller gives up in the middle of a reply, and serves the next one", async () => {
    const caller = new AbortController();
    let pieces = 0;
    const endless = ask("Write a novel.", {
      maxOutputTokens: 900,
      output: { kind: "json", name: "job", schema: jobReplySchema },
      onTextDelta: () => {
        pieces += 1;
        caller.abort();
      },
    });
    await expect(model.generate(endless, caller.signal)).rejects.toMatchObject({ code: "aborted" });
    await model.generate(ask("Say yes.", { maxOutputTokens: 2 }), forever);
    expect(pieces).toBe(1);
  });

  it("embeds texts so that what is alike is near", async () => {
    const inputs = ["capital expenditure", "capital expenditures", "a green parrot sings"].map(
      (text) => ({ type: "text", text }) as const,
    );
    const { vectors, usage } = await model.embed(inputs, forever);
    const [one, near, far] = vectors.map((vector) => [...vector]);
    const product = (other: number[] = []) =>
      (one ?? []).reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
    expect(product(one)).toBeCloseTo(1, 3);
    expect(product(near)).toBeGreaterThan(product(far));
    expect(usage.promptTokens).toBeGreaterThan(3);
  });

  it("says that a file which ends too early is damaged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gguf-"));
    try {
      await using source = await openFile(gguf);
      const head = Buffer.alloc(20_000_000);
      await source.read(head, 0, head.length, 0);
      const modelPath = join(folder, "cut.gguf");
      await writeFile(modelPath, head);
      await using cut = createLlamaCppModel({ modelPath }, { clock: systemClock, importPackage });
      await expect(cut.profile(forever)).rejects.toMatchObject({
        code: "model-file-unreadable",
        problem: "corrupt",
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
