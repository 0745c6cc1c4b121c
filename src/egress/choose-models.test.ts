import { describe, expect, it } from "vitest";
import { destinationsOf } from "#models";
import { chooseModels, type ModelWishes } from "./choose-models.ts";
import type { EgressPolicy } from "./policy.ts";

const OPEN: EgressPolicy = {
  remote: "allowed",
  approval: "first",
  onReject: "end",
  privacy: "optional",
  documents: "named",
  onRemoteDown: "fail",
  allowClientModels: true,
};
const SETTINGS = {
  providers: { vllm: { baseUrl: "http://10.0.0.5:8000/v1" }, lmstudio: { baseUrl: "https://8.8.8.8/v1" } },
  endpoints: { lab: { baseUrl: "https://gpu.lab.example/v1" } },
};

function choose(policy: Partial<EgressPolicy>, wishes: Partial<ModelWishes>, homeHosts: string[] = []) {
  return chooseModels(
    { asked: {}, configured: {}, localOnly: false, ...wishes },
    {
      policy: { ...OPEN, ...policy },
      homeHosts,
      destinationsOf: (reference) => destinationsOf(reference, SETTINGS),
    },
  );
}

describe("where documents may be read", () => {
  const chain = "ollama/llama3.2,openai/gpt-4o-mini";

  it.each<[string, Partial<EgressPolicy>, string, string]>([
    ["a fall-back takes none from home", {}, chain, "ollama/llama3.2"],
    ["nor does one behind a cloud model of Ollama", {}, "vllm/m,ollama/big:cloud", "vllm/m"],
    ["a hosted model that is named first reads them", {}, "openai/gpt-4o-mini", "openai/gpt-4o-mini"],
    ["unless they stay at home", { documents: "home" }, "openai/gpt-4o-mini", "embedded/extractive"],
    ["at home alone, a chain loses its hosted links", { documents: "home" }, chain, "ollama/llama3.2"],
    ["anywhere, it keeps them", { documents: "anywhere" }, chain, chain],
    ["an address decides, not a provider's name", { documents: "home" }, "lmstudio/m", "embedded/extractive"],
    [
      "a coordinator is none for it hands on",
      { documents: "home" },
      "distributed_inference/m",
      "embedded/extractive",
    ],
  ])("%s", (_, policy, local, chosen) => {
    const choice = choose(policy, { configured: { local } });
    expect(choice.local).toBe(chosen);
    // Whatever is left out, or read outside, is said.
    const wholeAtHome = chosen === local && !local.includes("openai");
    expect(choice.notices).toHaveLength(wholeAtHome ? 0 : 1);
  });

  it("takes a host that the operator named for home, below a star as well", () => {
    const local = "lab/m";
    expect(choose({ documents: "home" }, { configured: { local } }).local).toBe("embedded/extractive");
    for (const host of ["gpu.lab.example", "*.lab.example", "GPU.LAB.EXAMPLE"]) {
      expect(choose({ documents: "home" }, { configured: { local } }, [host]).local).toBe(local);
    }
    expect(choose({ documents: "home" }, { configured: { local } }, ["lab.example"]).local).not.toBe(local);
  });
});

describe("without a remote side", () => {
  it.each<[string, string | undefined, string | undefined, string]>([
    ["the local model supervises", "ollama/llama3.2", "openai/gpt-4o", "ollama/llama3.2"],
    [
      "the engine does where the local model is hosted",
      "openai/gpt-4o-mini",
      undefined,
      "embedded/extractive",
    ],
    ["a supervisor at home stays", "ollama/llama3.2", "vllm/big", "vllm/big"],
    ["a chain keeps what is at home of it", "ollama/llama3.2", "openai/gpt-4o,vllm/big", "vllm/big"],
    ["nothing named is the engine alone", undefined, undefined, "embedded/extractive"],
  ])("%s", (_, local, remote, supervisor) => {
    for (const wishes of [{ localOnly: true }, {}]) {
      const policy = wishes.localOnly ? {} : ({ remote: "off" } as const);
      const choice = choose(policy, { ...wishes, configured: { local, remote } });
      expect(choice.remote).toBe(supervisor);
      expect(choice.localOnly).toBe(wishes.localOnly ? "asked" : "policy");
      expect(choice.recipients.every(({ home }) => home)).toBe(true);
    }
  });
});

describe("which models may be used", () => {
  it.each<[string[], string, boolean]>([
    [["openai"], "openai/gpt-4o", true],
    [["openai"], "anthropic/claude-haiku-4-5", false],
    [["anthropic/claude-*"], "anthropic/claude-haiku-4-5", true],
    [["openai/gpt-4o"], "openai/gpt-4o-mini", false],
    [["google"], "gemini/gemini-2.5-flash", true],
    [["openai"], "openai/gpt-4o,anthropic/claude-haiku-4-5", false],
    [[], "embedded/extractive", true],
    [[], "lab/m", false],
  ])("by %j: %s → %s", (providers, remote, allowed) => {
    const attempt = () => choose({ providers }, { asked: { remote } });
    if (allowed) expect(attempt().remote).toBeTruthy();
    else
      expect(attempt).toThrow(expect.objectContaining({ code: "egress-forbidden", field: "remote_model" }));
  });

  it("thins out the server's own chain, and fails where nothing of it is left", () => {
    const remote = "anthropic/claude-haiku-4-5,openai/gpt-4o";
    expect(choose({ providers: ["openai"] }, { configured: { remote } }).remote).toBe("openai/gpt-4o");
    expect(() => choose({ providers: ["groq"] }, { configured: { remote } })).toThrow(/may not be used/);
  });
});
