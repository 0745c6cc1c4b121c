import { describe, expect, it } from "vitest";
import { formatModelRef } from "#minions";
import { parseModelReference, requirePlainName } from "./model-reference.ts";
import { findProvider } from "./provider-table.ts";

const isProvider = (name: string): boolean => findProvider(name) !== undefined;

describe("a model reference", () => {
  it.each([
    { written: "ollama/llama3.2", means: ["ollama › llama3.2"] },
    { written: " openai/gpt-4o ", means: ["openai › gpt-4o"] },
    { written: "together/meta-llama/Llama-3.3-70B", means: ["together › meta-llama/Llama-3.3-70B"] },
    { written: "llama-cpp//models/a.gguf", means: ["llama-cpp › /models/a.gguf"] },
    { written: "llama-cpp//models/a, b.gguf", means: ["llama-cpp › /models/a, b.gguf"] },
    { written: "ollama/llama3.2:3b-instruct-q4_K_M", means: ["ollama › llama3.2:3b-instruct-q4_K_M"] },
    {
      written: "openai/gpt-5-mini,anthropic/claude-sonnet-4-5",
      means: ["openai › gpt-5-mini", "anthropic › claude-sonnet-4-5"],
    },
    {
      written: "llama-cpp//a.gguf, ollama/x, groq/y",
      means: ["llama-cpp › /a.gguf", "ollama › x", "groq › y"],
    },
  ])("$written means $means", ({ written, means }) => {
    const refs = parseModelReference(written, isProvider);
    expect(refs.map(({ provider, model }) => `${provider} › ${model}`)).toEqual(means);
    expect(formatModelRef(refs[0])).toContain("/");
  });

  it.each([
    "",
    "gpt-4o",
    "/gpt-4o",
    "openai/",
    "openai/gpt-4o,",
    "openai/gpt-4o,,groq/x",
    "openai/gpt-4o,gpt-5",
  ])('says what is wrong with "%s"', (written) => {
    expect(() => parseModelReference(written, isProvider)).toThrow(
      expect.objectContaining({ code: "model-reference-malformed" }),
    );
  });
});

describe("the name of a model at a provider", () => {
  it.each([
    "gpt-5-mini",
    "llama3.2:3b-instruct-q4_K_M",
    "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "hf.co/bartowski/Qwen2.5-7B-GGUF:Q4_K_M",
    "@cf/meta/llama-3.1-8b-instruct",
    "ft:gpt-4o-mini:acme::abc123",
    "Phi 4 (preview)",
    "tunedModels/my..model",
  ])("may be %s", (model) => {
    expect(() => requirePlainName({ provider: "google", model })).not.toThrow();
  });

  it.each([
    "../../v1/files",
    "x/../../upload",
    "models/./x",
    "x?key=mine",
    "x#",
    "%2e%2e/files",
    "x\\..\\files",
    "x\r\nHost: evil",
    "x\u0000",
    "x".repeat(300),
  ])("turns no call to another address: %j", (model) => {
    expect(() => requirePlainName({ provider: "google", model })).toThrow("model's name has no");
  });
});
