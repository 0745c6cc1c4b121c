import { describe, expect, it } from "vitest";
import { findProvider } from "../providers/provider-table.ts";
import { resolveEndpoint } from "./provider-endpoint.ts";
import { scrub } from "./scrub.ts";

describe("an address", () => {
  it.each([
    { id: "ollama", given: undefined, base: "http://127.0.0.1:11434" },
    { id: "ollama", given: "192.168.1.5", base: "http://192.168.1.5:11434" },
    { id: "ollama", given: "0.0.0.0", base: "http://127.0.0.1:11434" },
    { id: "ollama", given: "0.0.0.0:8000", base: "http://127.0.0.1:8000" },
    { id: "ollama", given: ":8000", base: "http://127.0.0.1:8000" },
    { id: "ollama", given: "box.lan:80", base: "http://box.lan" },
    { id: "ollama", given: "https://ollama.example/", base: "https://ollama.example" },
    { id: "openai", given: " https://proxy.example/v1/ ", base: "https://proxy.example/v1" },
    { id: "openai", given: "", base: "https://api.openai.com/v1" },
    { id: "vllm", given: "http://user:secret@box.lan:8000/v1", base: "http://box.lan:8000/v1" },
  ])("of $id given as $given is $base", ({ id, given, base }) => {
    const entry = findProvider(id);
    if (entry === undefined) throw new Error(id);
    expect(resolveEndpoint(id, entry, { baseUrl: given }).baseUrl).toBe(base);
  });
});

describe("words of a provider", () => {
  it.each([
    {
      words: "Incorrect API key provided: sk-proj-abcdef123456.",
      shown: "Incorrect API key provided: [secret].",
    },
    { words: "bad header Authorization: Bearer abc.def", shown: "bad header Authorization: [secret]" },
    { words: "key is my-own-secret", shown: "key is [secret]" },
    { words: "line one\n\u001b[31mline two", shown: "line one [31mline two" },
    { words: `input "${"secret plans ".repeat(9)}" is too long`, shown: 'input "…" is too long' },
    { words: "at http://me:pw@host/", shown: "at http:[secret]host/" },
  ])("are shown without secrets: $shown", ({ words, shown }) => {
    expect(scrub(words, ["my-own-secret"])).toBe(shown);
  });

  it("are kept short", () => {
    expect(scrub("x".repeat(10_000), [])).toHaveLength(301);
  });
});
