import { describe, expect, it } from "vitest";
import { loadConfig } from "#config";
import type { JsonObject } from "#engine";
import { openRuntimeParts } from "../../runtime.ts";
import { policyTenantOf, readTaskRequest } from "./task-request.ts";

async function read(options: JsonObject) {
  const config = await loadConfig({
    env: {},
    workingDirectory: "/",
    readText: () => Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
    flags: { local: "llama-cpp//models/worker.gguf" },
  });
  const { parts, held } = await openRuntimeParts(config, { logSink: { write: () => undefined } });
  await using _held = held;
  return readTaskRequest(options, parts, "");
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
    ["an address of a provider", { base_url: "http://127.0.0.1" }, "base_url"],
    ["an address of the remote side", { remote_base_url: "http://127.0.0.1" }, "remote_base_url"],
    [
      "an address as a provider",
      { remote_provider: "http://127.0.0.1", remote_model: "x" },
      "remote_provider",
    ],
    [
      "a way out of a provider's address",
      { local_provider: "ollama", local_model: "../x" },
      "local_provider",
    ],
    ["a file without a provider", { local_model: "a, LLAMA-CPP/x.gguf" }, "local_model"],
  ])("are refused by their name: %s", async (_, options, field) => {
    const reading = await read(options);
    const fields = reading.kind === "invalid" ? reading.violations.map((one) => one.field) : [];
    expect(fields).toContain(field);
  });
});

describe("the egress policy", () => {
  async function readUnder(egress: object, options: JsonObject, tenant = "") {
    const text = JSON.stringify({ egress, providers: { openai: { apiKey: "sk-test" } } });
    const config = await loadConfig({ env: {}, workingDirectory: "/", readText: async () => text });
    const { parts, held } = await openRuntimeParts(config, { logSink: { write: () => undefined } });
    await using _held = held;
    return readTaskRequest(options, parts, tenant);
  }
  const gpt = { remote_provider: "openai", remote_model: "gpt-4o" };
  const acme = { tenants: { acme: { remote: "off", privacy: "forced" } } };

  it.each<[string, object, JsonObject, string]>([
    ["a provider that is not allowed", { providers: ["anthropic"] }, gpt, "remote_model"],
    ["a remote model where nothing may leave", { remote: "off" }, gpt, "remote_model"],
    ["a remote model beside local_only", {}, { ...gpt, local_only: true }, "remote_model"],
    ["no privacy where it is forced", { privacy: "forced" }, { privacy_mode: false }, "privacy_mode"],
    ["a model where the server chooses", { allowClientModels: false }, gpt, "remote_model"],
    [
      "documents for a hosted worker where they stay at home",
      { documents: "home" },
      { local_provider: "openai", local_model: "gpt-4o-mini" },
      "local_model",
    ],
  ])("refuses %s, naming the option and the reason", async (_, egress, options, field) => {
    const reading = await readUnder(egress, options);
    expect(reading).toEqual({
      kind: "forbidden",
      violations: [{ field, description: expect.stringMatching(/\w{4}/) }],
    });
  });

  it("is told beside faults of the request, as one of them", async () => {
    const reading = await readUnder({ remote: "off" }, { ...gpt, max_round: 3 });
    expect(reading).toMatchObject({
      kind: "invalid",
      violations: [{ field: "max_round" }, { field: "remote_model" }],
    });
  });

  it("is the tenant's own where it has one", async () => {
    expect(await readUnder(acme, gpt, "acme")).toMatchObject({ kind: "forbidden" });
    expect(await readUnder(acme, gpt, "other")).toMatchObject({ kind: "ok" });
    expect(await readUnder(acme, gpt, "__proto__")).toMatchObject({ kind: "ok" });
  });

  it.each([
    ["acme", "acme"],
    ["acme/some-route", "acme"],
    ["a%2Fb/acme", "a/b"],
    ["", ""],
    ["/acme", ""],
  ])("of a task kept under %j is that of tenant %j, whatever route it came by", (tenant, expected) => {
    expect(policyTenantOf({ tenant })).toBe(expected);
  });
});
