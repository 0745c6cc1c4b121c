import { describe, expect, it } from "vitest";
import type { Model } from "#minions";
import type { ModelFactory } from "./model-factory.ts";
import { createModelRegistry, type ModelRegistry } from "./model-registry.ts";
import type { ProviderSettings } from "./providers/provider-settings.ts";
import { fixturesOf } from "./testing/fixtures-of.ts";
import { never, testRuntime, textRequest } from "./testing/model-harness.ts";
import { scriptedModel } from "./testing/scripted-model.ts";
import { startScriptedServer } from "./testing/scripted-server.ts";

function registryOf(
  settings: Partial<ProviderSettings>,
  factories: Record<string, ModelFactory> = {},
): ModelRegistry {
  return createModelRegistry({ settings: { providers: {}, ...settings }, runtime: testRuntime(), factories });
}

describe("the registry", () => {
  it.each([
    { reference: "nobody/x", settings: {}, code: "unknown-provider", says: "ollama" },
    { reference: "gpt-4o", settings: {}, code: "model-reference-malformed", says: "provider/model" },
    { reference: "openai/gpt-4o", settings: {}, code: "api-key-missing", says: "OPENAI_API_KEY" },
    { reference: "gemini/gemini-2.5-flash", settings: {}, code: "api-key-missing", says: "GOOGLE_API_KEY" },
    { reference: "ollama/x,groq/y", settings: {}, code: "api-key-missing", says: "GROQ_API_KEY" },
    {
      reference: "openai-compatible/x",
      settings: {},
      code: "base-url-invalid",
      says: "OPENAI_COMPATIBLE_BASE_URL",
    },
    {
      reference: "vllm/x",
      settings: { vllm: { baseUrl: "localhost 8000" } },
      code: "base-url-invalid",
      says: "providers.vllm.baseUrl",
    },
    { reference: "llama-cpp//a.gguf", settings: {}, code: "provider-unavailable", says: "llama-cpp" },
  ])("refuses $reference with $code", ({ reference, settings, code, says }) => {
    const open = (): Model => registryOf({ providers: settings }).open(reference);
    expect(open).toThrow(expect.objectContaining({ code, message: expect.stringContaining(says) }));
  });

  it("opens by alias, and gives the same model for the same reference", () => {
    const registry = registryOf({ providers: { google: { apiKey: "AIza-test-key" } } });
    const model = registry.open("gemini/gemini-2.5-flash");
    expect(model.ref).toEqual({ provider: "google", model: "gemini-2.5-flash" });
    expect(registry.open("google/gemini-2.5-flash")).toBe(model);
  });

  it("opens engines from factories, once each, and frees them", async () => {
    const log: string[] = [];
    const registry = registryOf(
      {},
      {
        "llama-cpp": (ref) => {
          log.push(`opened ${ref.model}`);
          const free = async (): Promise<void> => void log.push(`freed ${ref.model}`);
          return Object.assign(scriptedModel("llama-cpp/x", [], { inProcess: true }), {
            [Symbol.asyncDispose]: free,
          });
        },
      },
    );
    expect(registry.open("llama-cpp//m/a.gguf").inProcess).toBe(true);
    registry.open("llama-cpp//m/a.gguf");
    await registry[Symbol.asyncDispose]();
    expect(log).toEqual(["opened /m/a.gguf", "freed /m/a.gguf"]);
  });

  it("keeps the models that were asked for last, and lets the others go", () => {
    const opened: string[] = [];
    const registry = createModelRegistry({
      settings: { providers: {} },
      runtime: testRuntime(),
      factories: {
        embedded: (ref) => {
          opened.push(ref.model);
          return scriptedModel(`embedded/${ref.model}`, []);
        },
      },
      maxModels: 3,
    });
    for (const name of ["a", "b", "c", "a", "d", "a", "b"]) registry.open(`embedded/${name}`);
    expect(opened).toEqual(["a", "b", "c", "d", "b"]);
    expect(registry.openModels()).toEqual(new Map([["embedded", 3]]));
  });

  it("does not unload a file for models by name alone, however many are named", async () => {
    const log: string[] = [];
    const registry = registryOf(
      { providers: { openai: { apiKey: "sk-test-key" } } },
      {
        "llama-cpp": (ref) => {
          log.push(`opened ${ref.model}`);
          const free = async (): Promise<void> => void log.push(`freed ${ref.model}`);
          return Object.assign(scriptedModel("llama-cpp/x", ["hello"]), { [Symbol.asyncDispose]: free });
        },
      },
    );
    const model = registry.open("llama-cpp//m/a.gguf");
    for (let index = 0; index < 1_000; index += 1) registry.open(`openai/name-${index}`);
    expect(await model.generate(textRequest("local"), never())).toMatchObject({ text: "hello" });
    expect(registry.open("llama-cpp//m/a.gguf")).toBe(model);
    await registry[Symbol.asyncDispose]();
    expect(log).toEqual(["opened /m/a.gguf", "freed /m/a.gguf"]);
  });

  it("reaches endpoints under names of the user's own, with credentials from the address", async () => {
    await using server = await startScriptedServer();
    server.play(fixturesOf("openai-compatible").whole("hello"));
    const baseUrl = `${server.url.replace("//", "//user:pass@")}/v1`;
    await using registry = registryOf({ endpoints: { "my-box": { baseUrl } } });
    const model = registry.open("my-box/qwen3/8b");
    expect(await model.generate(textRequest("local"), never())).toMatchObject({
      text: "hello",
      answeredBy: { provider: "my-box", model: "qwen3/8b" },
    });
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("user:pass").toString("base64")}`,
    );
  });

  it("follows no redirect, so that a key stays with its provider", async () => {
    await using elsewhere = await startScriptedServer();
    await using server = await startScriptedServer();
    server.play({ status: 307, headers: { location: `${elsewhere.url}/v1/messages` }, body: "" });
    await using registry = registryOf({
      providers: { anthropic: { apiKey: "sk-ant-secret", baseUrl: `${server.url}/v1`, maxRetries: 0 } },
    });
    const answer = registry.open("anthropic/claude-sonnet-4-5").generate(textRequest("remote"), never());
    await expect(answer).rejects.toMatchObject({ code: "provider-rejected", status: 307 });
    expect(elsewhere.requests).toHaveLength(0);
  });

  it("keeps its connection alive between calls", async () => {
    await using server = await startScriptedServer();
    server.play(fixturesOf("openai-compatible").whole("ok"));
    await using registry = registryOf({ providers: { vllm: { baseUrl: `${server.url}/v1` } } });
    for (const name of ["a", "a", "a", "b", "b"]) {
      await registry.open(`vllm/${name}`).generate(textRequest("local"), never());
    }
    expect(server.requests).toHaveLength(5);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("keeps within the limit of requests at once", async () => {
    await using server = await startScriptedServer();
    server.play({ silent: true, body: "" });
    await using registry = registryOf({
      providers: { vllm: { baseUrl: `${server.url}/v1`, maxConcurrency: 2 } },
    });
    const model = registry.open("vllm/m");
    await model.profile(never());
    const controller = new AbortController();
    const answers = [1, 2, 3, 4].map(() => model.generate(textRequest("local"), controller.signal));
    await server.request(1);
    controller.abort();
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    expect(server.requests).toHaveLength(2);
  });
});
