import { describe, expect, it } from "vitest";
import { findProvider } from "../providers/provider-table.ts";
import { HTTP_PROVIDERS, type ModelHarness, never, startModel } from "../testing/model-harness.ts";
import type { ScriptedReply, SeenRequest } from "../testing/scripted-server.ts";
import { at } from "../testing/wire-fixtures.ts";

const TEXTS = ["capital expenditure", "revenue"].map((text) => ({ type: "text", text }) as const);
const IMAGE = { type: "image", mediaType: "image/png", data: new Uint8Array([1, 2, 3]) } as const;
const VECTORS = [
  [1, 0.5],
  [0, 0.25],
];

function openAiAnswer(): ScriptedReply {
  const data = VECTORS.map((embedding, index) => ({ object: "embedding", index, embedding }));
  return {
    body: JSON.stringify({ object: "list", data, model: "m", usage: { prompt_tokens: 5, total_tokens: 5 } }),
  };
}

async function start(id: string, embeddingModel?: string): Promise<ModelHarness> {
  const entry = findProvider(id);
  if (entry === undefined) throw new Error(id);
  return await startModel(entry, embeddingModel === undefined ? {} : { embeddingModel });
}

describe("embeddings", () => {
  it.each([
    {
      id: "openai",
      model: undefined,
      answer: openAiAnswer(),
      asks: "text-embedding-3-small",
      path: "/v1/embeddings",
    },
    {
      id: "together",
      model: undefined,
      answer: openAiAnswer(),
      asks: "intfloat/multilingual-e5-large-instruct",
      path: "/v1/embeddings",
    },
    { id: "vllm", model: "my-embedder", answer: openAiAnswer(), asks: "my-embedder", path: "/v1/embeddings" },
    {
      id: "ollama",
      model: undefined,
      answer: { body: JSON.stringify({ embeddings: VECTORS, prompt_eval_count: 5 }) },
      asks: "nomic-embed-text",
      path: "/api/embed",
    },
  ])("of $id come from $asks", async ({ id, model, answer, asks, path }) => {
    await using harness = await start(id, model);
    harness.server.play(answer);
    const reply = await harness.model.embed(TEXTS, never());
    expect(reply.vectors.map((vector) => [...vector])).toEqual(VECTORS);
    expect(reply.usage).toEqual({ promptTokens: 5, completionTokens: 0, cachedTokens: 0, estimated: false });
    const [request] = harness.server.requests;
    expect(request?.path).toBe(path);
    expect(request?.body).toMatchObject({ model: asks, input: ["capital expenditure", "revenue"] });
  });

  it("of images work where the embedder takes them", async () => {
    await using harness = await start("google", "gemini-embedding-2");
    harness.server.play({ body: JSON.stringify({ embeddings: VECTORS.map((values) => ({ values })) }) });
    const reply = await harness.model.embed([{ type: "text", text: "a chart" }, IMAGE], never());
    expect(reply.vectors).toHaveLength(2);
    expect(reply.usage).toMatchObject({ estimated: true });
    const [request] = harness.server.requests;
    expect(JSON.stringify(at(request?.body, "requests", 1))).toContain(
      '{"mimeType":"image/png","data":"AQID"}',
    );
    expect(await harness.model.profile(never())).toMatchObject({ embedsText: true, embedsImages: true });
  });

  it("go out in batches", async () => {
    await using harness = await start("openai");
    const many = Array.from(
      { length: 130 },
      (_, index) => ({ type: "text", text: `text ${index}` }) as const,
    );
    const sizeOf = ({ body }: SeenRequest): number =>
      Array.isArray(body["input"]) ? body["input"].length : 0;
    harness.server.play((seen) => {
      const data = Array.from({ length: sizeOf(seen) }, (_, index) => ({ index, embedding: [index] }));
      return { body: JSON.stringify({ data, usage: { prompt_tokens: 1, total_tokens: 1 } }) };
    });
    expect((await harness.model.embed(many, never())).vectors).toHaveLength(130);
    expect(harness.server.requests.map(sizeOf)).toEqual([64, 64, 2]);
  });

  it.each(["anthropic", "groq", "deepseek", "vllm"])(
    "of %s are refused where it has no embedder",
    async (id) => {
      await using harness = await start(id);
      await expect(harness.model.embed(TEXTS, never())).rejects.toMatchObject({
        code: "embedding-unsupported",
      });
      expect(await harness.model.profile(never())).toMatchObject({ embedsText: false });
    },
  );

  it.each(HTTP_PROVIDERS.map(({ id }) => id))(
    "of images are refused by %s with its usual embedder",
    async (id) => {
      await using harness = await start(id);
      await expect(harness.model.embed([IMAGE], never())).rejects.toMatchObject({
        code: "embedding-unsupported",
      });
    },
  );
});
