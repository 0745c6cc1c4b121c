import { describe, expect, it } from "vitest";
import { loadConfig } from "#config";
import type { JsonObject } from "#engine";
import { openRuntimeParts } from "../../runtime.ts";
import { readTaskRequest } from "./task-request.ts";

async function read(options: JsonObject) {
  const config = await loadConfig({
    env: {},
    workingDirectory: "/",
    readText: () => Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
    flags: { local: "llama-cpp//models/worker.gguf" },
  });
  const { parts, held } = await openRuntimeParts(config, { logSink: { write: () => undefined } });
  await using _held = held;
  return readTaskRequest(options, parts);
}

describe("options of a message", () => {
  it.each<[string, JsonObject, string, number]>([
    ["none", {}, "minion:query", 300_000],
    ["a skill and a limit", { skill_id: "minions_query", timeout: 20 }, "minions:query", 20_000],
    [
      "the server's own file",
      { local_provider: "llama-cpp", local_model: "/models/worker.gguf" },
      "minion:query",
      300_000,
    ],
  ])("are taken: %s", async (_, options, scope, timeoutMs) => {
    expect(await read(options)).toEqual({ kind: "ok", request: options, scope, timeoutMs });
  });

  it.each<[string, JsonObject, string]>([
    ["an unknown one", { max_round: 3 }, "max_round"],
    ["one out of range", { max_rounds: 99 }, "max_rounds"],
    ["an unknown skill", { skill_id: "magic" }, "skill_id"],
    ["one of another kind", { privacy_mode: "yes" }, "privacy_mode"],
    ["an unknown provider", { remote_provider: "nobody", remote_model: "x" }, "remote_provider"],
    ["a provider without its key", { remote_provider: "anthropic", remote_model: "x" }, "remote_provider"],
    [
      "a file of the server as a model",
      { local_provider: "llama-cpp", local_model: "/etc/passwd" },
      "local_model",
    ],
    [
      "a file behind a fall-back",
      { local_provider: "ollama", local_model: "a,llama-cpp//etc/passwd" },
      "local_model",
    ],
    ["a file without a provider", { local_model: "a, LLAMA-CPP/x.gguf" }, "local_model"],
  ])("are refused by their name: %s", async (_, options, field) => {
    const reading = await read(options);
    const fields = reading.kind === "invalid" ? reading.violations.map((one) => one.field) : [];
    expect(fields).toContain(field);
  });
});
