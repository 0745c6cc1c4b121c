import { describe, expect, it } from "vitest";
import { findProvider } from "../providers/provider-table.ts";
import { never, startModel, textRequest } from "../testing/model-harness.ts";

const OTHER = "another-model";
const NAME = "some-org/some-model";

describe("a model's window", () => {
  it.each([
    {
      id: "llama-server",
      path: "/props",
      answer: { default_generation_settings: { n_ctx: 6144 }, modalities: { vision: true } },
      window: 6144,
      sees: true,
    },
    {
      id: "vllm",
      path: "/v1/models",
      answer: {
        data: [
          { id: OTHER, max_model_len: 1 },
          { id: NAME, max_model_len: 32_768 },
        ],
      },
      window: 32_768,
      sees: false,
    },
    {
      id: "lmstudio",
      path: "/api/v0/models",
      answer: { data: [{ id: NAME, type: "vlm", max_context_length: 131_072, loaded_context_length: 4096 }] },
      window: 4096,
      sees: true,
    },
    {
      id: "together",
      path: "/v1/models",
      answer: [{ id: "meta-llama/Llama-3.3-70B-Instruct-Turbo", context_length: 131_072 }],
      window: 131_072,
      sees: false,
    },
    {
      id: "groq",
      path: "/openai/v1/models",
      answer: { data: [{ id: "openai/gpt-oss-20b", context_window: 65_536 }] },
      window: 65_536,
      sees: false,
    },
    {
      id: "google",
      path: "/v1beta/models/gemini-2.5-flash",
      answer: { inputTokenLimit: 1_000_000 },
      window: 1_000_000,
      sees: true,
    },
    { id: "mlx", path: "/v1/models", answer: { data: [{ id: NAME }] }, window: undefined, sees: false },
    { id: "lemonade", path: "/api/v1/models", answer: "nonsense", window: undefined, sees: false },
  ])("of $id is asked at $path", async ({ id, path, answer, window, sees }) => {
    const entry = findProvider(id);
    if (entry === undefined) throw new Error(id);
    await using harness = await startModel(entry);
    harness.server.answer(path, { body: JSON.stringify(answer) });
    expect(await harness.model.profile(never())).toMatchObject({ contextTokens: window, seesImages: sees });
    await harness.model.profile(never());
    expect(harness.server.asides.map((seen) => seen.path)).toEqual([path]);
  });

  it.each([
    { id: "openai", window: 128_000 },
    { id: "anthropic", window: 200_000 },
  ])("of $id is known without asking", async ({ id, window }) => {
    const entry = findProvider(id);
    if (entry === undefined) throw new Error(id);
    await using harness = await startModel(entry);
    expect(await harness.model.profile(never())).toMatchObject({ contextTokens: window, seesImages: true });
    expect(harness.server.asides).toHaveLength(0);
  });

  it("is what the configuration says, before all else, and refuses what does not fit", async () => {
    const entry = findProvider("vllm");
    if (entry === undefined) throw new Error("vllm");
    await using harness = await startModel(entry, { contextTokens: { [NAME]: 600 }, visionModels: [NAME] });
    harness.server.answer("/v1/models", {
      body: JSON.stringify({ data: [{ id: NAME, max_model_len: 32_768 }] }),
    });
    expect(await harness.model.profile(never())).toMatchObject({ contextTokens: 600, seesImages: true });
    const messages = [{ role: "user", content: "word".repeat(500) }] as const;
    await expect(harness.model.generate(textRequest("local", { messages }), never())).rejects.toMatchObject({
      code: "context-window-exceeded",
      available: 600,
    });
    expect(harness.server.requests).toHaveLength(0);
  });
});
