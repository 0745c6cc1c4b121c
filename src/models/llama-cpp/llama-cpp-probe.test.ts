import { describe, expect, it } from "vitest";
import { llamaCppProbe } from "./llama-cpp-probe.ts";

const forever = new AbortController().signal;
const nothing = (): void => undefined;

describe("the list of providers", () => {
  it.each([
    [
      "says that GGUF files can be run",
      { getLlama: nothing, resolveChatWrapper: nothing, LlamaChat: nothing },
      true,
    ],
    ["says what is missing where the package is of another version", { getLlama: nothing }, false],
  ])("%s", async (_name, exported, reachable) => {
    const said = await llamaCppProbe(async () => exported)(forever);
    expect(said.reachable).toBe(reachable);
    expect(said.problem?.includes("npm install node-llama-cpp") ?? false).toBe(!reachable);
  });
});
