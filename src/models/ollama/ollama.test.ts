import { describe, expect, it } from "vitest";
import type { ModelRequest } from "#minions";
import { findProvider, type ProviderEntry } from "../providers/provider-table.ts";
import { type ModelHarness, never, startModel, textRequest } from "../testing/model-harness.ts";
import { at } from "../testing/wire-fixtures.ts";

function ollama(): ProviderEntry {
  const entry = findProvider("ollama");
  if (entry === undefined) throw new Error("no ollama in the table");
  return entry;
}

async function startOllama(window: number | undefined, capabilities = ["completion"]): Promise<ModelHarness> {
  const harness = await startModel(ollama());
  const model_info = {
    "general.architecture": "llama",
    ...(window === undefined ? {} : { "llama.context_length": window }),
  };
  harness.server.answer("/api/show", { body: JSON.stringify({ model_info, capabilities }) });
  return harness;
}

function promptOf(tokens: number, overrides: Partial<ModelRequest> = {}): ModelRequest {
  return textRequest("local", { messages: [{ role: "user", content: "word".repeat(tokens) }], ...overrides });
}

/** prompt_eval_count of 1200 in the fixtures is plausible for prompts of up to 2400 tokens. */
describe("Ollama's context window", () => {
  it.each([
    { what: "a short prompt takes one step", prompt: 1000, asked: undefined, window: 131_072, numCtx: 4096 },
    {
      what: "prompt, margin and reply are rounded up",
      prompt: 2300,
      asked: undefined,
      window: 131_072,
      numCtx: 4096,
    },
    { what: "a window asked for is the least", prompt: 1000, asked: 10_000, window: 131_072, numCtx: 12_288 },
    { what: "the model's own window is the most", prompt: 1000, asked: 10_000, window: 8192, numCtx: 8192 },
    { what: "an unknown window is no bound", prompt: 1000, asked: 10_000, window: undefined, numCtx: 12_288 },
  ])("$what: num_ctx $numCtx", async ({ prompt, asked, window, numCtx }) => {
    await using harness = await startOllama(window);
    harness.server.play(harness.wire.whole("ok"));
    await harness.model.generate(
      promptOf(prompt, asked === undefined ? {} : { contextTokens: asked }),
      never(),
    );
    expect(at(harness.server.requests[0]?.body, "options", "num_ctx")).toBe(numCtx);
  });

  it("never asks for a smaller window than before, as that would load the model anew", async () => {
    await using harness = await startOllama(131_072);
    harness.server.play(harness.wire.whole("ok"));
    await harness.model.generate(promptOf(1000, { contextTokens: 20_000 }), never());
    await harness.model.generate(promptOf(1000), never());
    expect(harness.server.requests.map(({ body }) => at(body, "options", "num_ctx"))).toEqual([
      20_480, 20_480,
    ]);
  });

  it("refuses a prompt that is longer than the model's window, and sends nothing", async () => {
    await using harness = await startOllama(2048);
    await expect(harness.model.generate(promptOf(5000), never())).rejects.toMatchObject({
      code: "context-window-exceeded",
      needed: 5260,
      available: 2048,
    });
    expect(harness.server.requests).toHaveLength(0);
  });

  it("tells the server never to cut, and asks for a larger window when the prompt turns out longer", async () => {
    await using harness = await startOllama(131_072);
    const { server, model, wire } = harness;
    server.play(wire.overflow(), wire.whole("ok"));
    const resends: string[] = [];
    await model.generate(promptOf(1000, { onResend: ({ model: name }) => resends.push(name) }), never());
    expect(server.requests.map(({ body }) => at(body, "options", "num_ctx"))).toEqual([4096, 8192]);
    expect(server.requests[0]?.body).toMatchObject({ truncate: false, shift: false });
    expect(resends).toEqual(["llama3.2"]);
  });

  it("notices a server that cut the prompt all the same, and refuses its reply", async () => {
    await using harness = await startOllama(4096);
    harness.server.play({
      body: JSON.stringify({ message: { content: "?" }, done: true, prompt_eval_count: 4096, eval_count: 1 }),
    });
    await expect(harness.model.generate(promptOf(3800), never())).rejects.toMatchObject({
      code: "context-window-exceeded",
    });
  });

  it("leaves a reply only the room that the window has", async () => {
    await using harness = await startOllama(4096);
    harness.server.play(harness.wire.whole("ok"));
    await harness.model.generate(promptOf(2300, { maxOutputTokens: 4000 }), never());
    expect(at(harness.server.requests[0]?.body, "options", "num_predict")).toBe(
      4096 - Math.ceil(2304 * 1.25),
    );
  });
});

describe("Ollama", () => {
  it("says how to get a missing model, and pulls nothing", async () => {
    await using harness = await startModel(ollama());
    harness.server.answer("/api/show", {
      status: 404,
      body: JSON.stringify({ error: "model 'llama3.2' not found" }),
    });
    await expect(harness.model.generate(promptOf(10), never())).rejects.toMatchObject({
      code: "model-not-found",
      command: "ollama pull llama3.2",
      message: expect.stringContaining("ollama pull llama3.2"),
    });
    const paths = [...harness.server.asides, ...harness.server.requests].map(({ path }) => path);
    expect(paths).toEqual(["/api/show"]);
  });

  it.each([
    { capabilities: ["completion", "vision"], sees: true },
    { capabilities: ["completion"], sees: false },
  ])("knows from the server whether the model sees ($capabilities)", async ({ capabilities, sees }) => {
    await using harness = await startOllama(8192, capabilities);
    expect(await harness.model.profile(never())).toMatchObject({ contextTokens: 8192, seesImages: sees });
  });

  it("sends images as Ollama wants them", async () => {
    await using harness = await startOllama(8192, ["vision"]);
    harness.server.play(harness.wire.whole("a chart"));
    const image = { type: "image", mediaType: "image/png", data: new Uint8Array([1, 2, 3]) } as const;
    const messages = [{ role: "user", content: [{ type: "text", text: "What is it?" }, image] }] as const;
    await harness.model.generate(textRequest("local", { messages }), never());
    expect(harness.server.requests[0]?.body["messages"]).toEqual([
      { role: "user", content: "What is it?", images: ["AQID"] },
    ]);
  });

  it("turns an error inside a stream into a failure", async () => {
    await using harness = await startOllama(8192);
    const lines = [
      '{"message":{"content":"It"},"done":false}\n',
      '{"error":"model runner has unexpectedly stopped"}\n',
    ];
    harness.server.play({ body: lines });
    const request = promptOf(10, { onTextDelta: () => undefined });
    await expect(harness.model.generate(request, never())).rejects.toMatchObject({
      code: "provider-reply-malformed",
    });
  });
});
