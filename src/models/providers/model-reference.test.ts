import { describe, expect, it } from "vitest";
import { formatModelRef } from "#minions";
import { parseModelReference } from "./model-reference.ts";
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
