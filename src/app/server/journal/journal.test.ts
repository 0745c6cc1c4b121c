import { describe, expect, it } from "vitest";
import type { Model, ModelRef, ModelRequest, PrepareRequest, Workbench } from "#minions";
import { memoryJournal as journal, remoteRequest as request, USAGE } from "../testing/journaled-calls.ts";
import { journaledModel } from "./journaled-model.ts";
import { journaledWorkbench } from "./journaled-workbench.ts";
import { type Hashable, requestHash } from "./request-hash.ts";

const NEVER = new AbortController().signal;
const OTHER: ModelRef = { provider: "openai", model: "fall-back" };

function countedModel() {
  const calls = { generate: 0, embed: 0 };
  const ref = { provider: "openai", model: "big" };
  const model: Model = {
    ref,
    inProcess: false,
    profile: async () => ({ contextTokens: 10, seesImages: false, embedsText: true, embedsImages: false }),
    async generate(request) {
      calls.generate += 1;
      request.onResend?.(OTHER);
      for (const piece of ["It ", "is ", "so."]) request.onTextDelta?.(piece);
      return { text: "It is so.", finish: "stop", usage: USAGE, answeredBy: OTHER };
    },
    async embed(inputs) {
      calls.embed += 1;
      return { vectors: inputs.map((_, index) => Float32Array.of(0.1, -2.5e-7, index)), usage: USAGE };
    },
  };
  return { model, calls };
}

describe("a journaled model", () => {
  it("is asked once, and shows a replay what the first run saw", async () => {
    const { model, calls } = countedModel();
    const once = journal();
    const seen: { reply: unknown; text: string; resent: ModelRef[] }[] = [];
    for (let run = 0; run < 2; run += 1) {
      let text = "";
      const resent: ModelRef[] = [];
      const watched = request({
        onTextDelta: (delta) => {
          text += delta;
        },
        onResend: (recipient) => resent.push(recipient),
      });
      const reply = await journaledModel(model, { side: "remote", once }).generate(watched, NEVER);
      seen.push({ reply, text, resent });
    }
    expect(calls.generate).toBe(1);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject({ text: "It is so.", resent: [OTHER] });
  });

  it.each<[string, Partial<ModelRequest>]>([
    ["another question", { messages: [{ role: "user", content: "Is it not?" }] }],
    ["another seed", { seed: 1 }],
    ["another temperature", { temperature: 1 }],
    ["another step", { stepPath: "round-2/think" }],
  ])("is asked again for %s", async (_, change) => {
    const { model, calls } = countedModel();
    const journaled = journaledModel(model, { side: "remote", once: journal() });
    await journaled.generate(request(), NEVER);
    await journaled.generate(request(change), NEVER);
    expect(calls.generate).toBe(2);
  });

  it("is not asked again when the task goes on by another request of its client", async () => {
    const { model, calls } = countedModel();
    const journaled = journaledModel(model, { side: "remote", once: journal() });
    await journaled.generate(request({ correlation: { requestId: "first" } }), NEVER);
    await journaled.generate(request({ correlation: { requestId: "second" } }), NEVER);
    await journaled.generate(request(), NEVER);
    expect(calls.generate).toBe(1);
  });

  it("gives embeddings back to the last bit", async () => {
    const { model, calls } = countedModel();
    const journaled = journaledModel(model, { side: "local", once: journal() });
    const inputs = [
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ] as const;
    const first = await journaled.embed(inputs, NEVER);
    expect(await journaled.embed(inputs, NEVER)).toEqual(first);
    expect(first.vectors[1]).toEqual(Float32Array.of(0.1, -2.5e-7, 1));
    expect(calls.embed).toBe(1);
  });
});

describe("a journaled workbench", () => {
  const preparation: PrepareRequest = {
    program: { kind: "code", source: "…" },
    documents: [],
    previousJobs: [],
    limits: { maxTasks: 1, maxJobs: 1 },
    chunking: "chunk_by_page",
    retrieval: undefined,
  };

  it("keeps the verdict on a program, so that a replay goes the same way on a slower machine", async () => {
    let runs = 0;
    const workbench: Workbench = {
      async prepareJobs() {
        runs += 1;
        return runs === 1
          ? { kind: "faulty", fault: "out-of-time", message: "Too slow." }
          : { kind: "done", value: { manifests: [], tally: { chunksMade: 0, chunksSkipped: 0 } } };
      },
      transformOutputs: async () => ({ kind: "done", value: "text" }),
    };
    const journaled = journaledWorkbench(workbench, journal());
    const first = await journaled.prepareJobs(preparation, NEVER);
    expect(first).toMatchObject({ kind: "faulty", fault: "out-of-time" });
    expect(await journaled.prepareJobs(preparation, NEVER)).toEqual(first);
    expect(runs).toBe(1);
  });
});

describe("a request's hash", () => {
  it.each<[string, Hashable, Hashable]>([
    ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["a key without a value", { a: 1, b: undefined }, { a: 1 }],
  ])("does not depend on %s", (_, one, other) => {
    expect(requestHash(one)).toBe(requestHash(other));
  });

  it.each<[string, Hashable, Hashable]>([
    ["a number and its text", 1, "1"],
    ["one text and two", ["ab"], ["a", "b"]],
    ["nothing and an empty text", null, ""],
    ["a text and its bytes", "a", new TextEncoder().encode("a")],
    ["a list and an object", ["a"], { 0: "a" }],
  ])("tells apart %s", (_, one, other) => {
    expect(requestHash(one)).not.toBe(requestHash(other));
  });
});
