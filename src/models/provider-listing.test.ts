import { describe, expect, it } from "vitest";
import { listProviders, type ProviderStatus } from "./provider-listing.ts";
import type { ProviderSettings } from "./providers/provider-settings.ts";
import { PROVIDER_TABLE } from "./providers/provider-table.ts";
import { never, testRuntime } from "./testing/model-harness.ts";
import { startScriptedServer } from "./testing/scripted-server.ts";

const KEY = "sk-listing-0123456789";
const DEPS = { runtime: testRuntime() };
/** Nothing listens on the TCP port of a multiplexer of the eighties: no test asks a server of this machine. */
const NOBODY = "http://127.0.0.1:2";

function settingsWith(overrides: ProviderSettings["providers"]): ProviderSettings {
  const quiet = PROVIDER_TABLE.filter((entry) => entry.selfHosted && entry.defaultBaseUrl !== undefined);
  return {
    providers: { ...Object.fromEntries(quiet.map(({ id }) => [id, { baseUrl: NOBODY }])), ...overrides },
  };
}

function find(statuses: readonly ProviderStatus[], id: string): ProviderStatus | undefined {
  return statuses.find((status) => status.id === id);
}

describe("the list of providers", () => {
  it("names every provider once, with what is missing, and calls none without its key", async () => {
    const statuses = await listProviders(settingsWith({}), DEPS, never());
    expect(statuses.map(({ id }) => id)).toEqual(PROVIDER_TABLE.map(({ id }) => id));
    expect(find(statuses, "openai")).toMatchObject({
      configured: false,
      reachable: undefined,
      problem: expect.stringContaining("OPENAI_API_KEY"),
    });
    expect(find(statuses, "openai-compatible")).toMatchObject({
      configured: false,
      problem: expect.stringContaining("base URL"),
    });
    expect(find(statuses, "ollama")).toMatchObject({
      reachable: false,
      problem: expect.stringContaining("ollama serve"),
    });
  });

  it.each([
    {
      id: "openai",
      path: "/models",
      answer: { data: [{ id: "gpt-5" }, { id: "gpt-4o" }] },
      header: "authorization",
    },
    {
      id: "anthropic",
      path: "/models",
      answer: { data: [{ id: "gpt-5" }, { id: "gpt-4o" }] },
      header: "x-api-key",
    },
    {
      id: "google",
      path: "/models?pageSize=1000",
      answer: { models: [{ name: "models/gpt-5" }, { name: "models/gpt-4o" }] },
      header: "x-goog-api-key",
    },
    {
      id: "ollama",
      path: "/api/tags",
      answer: { models: [{ name: "gpt-5" }, { name: "gpt-4o" }] },
      header: "authorization",
    },
    { id: "together", path: "/models", answer: [{ id: "gpt-5" }, { id: "gpt-4o" }], header: "authorization" },
  ])("asks $id for its models at $path, which costs nothing", async ({ id, path, answer, header }) => {
    await using server = await startScriptedServer();
    server.answer("/", { body: JSON.stringify(answer) });
    const settings = settingsWith({ [id]: { baseUrl: server.url, apiKey: KEY } });
    const status = find(await listProviders(settings, DEPS, never()), id);
    expect(status).toMatchObject({
      configured: true,
      reachable: true,
      models: ["gpt-4o", "gpt-5"],
      problem: undefined,
    });
    expect(server.asides.map((seen) => `${seen.method} ${seen.path}`)).toEqual([`GET ${path}`]);
    expect(String(server.asides[0]?.headers[header])).toContain(KEY);
  });

  it.each([
    {
      what: "a refused key",
      reply: { status: 401, body: `{"error":{"message":"bad key ${KEY}"}}` },
      says: "OPENAI_API_KEY",
    },
    { what: "a wrong address", reply: { status: 404, body: "not here" }, says: "base URL" },
    {
      what: "another kind of server",
      reply: { body: '{"hello":"world"}' },
      says: "not with a list of models",
    },
  ])("says what is wrong: $what", async ({ reply, says }) => {
    await using server = await startScriptedServer();
    server.answer("/", reply);
    const withCredentials = server.url.replace("//", "//user:hunter22@");
    const statuses = await listProviders(
      settingsWith({ openai: { baseUrl: withCredentials, apiKey: KEY } }),
      DEPS,
      never(),
    );
    expect(find(statuses, "openai")).toMatchObject({
      reachable: false,
      problem: expect.stringContaining(says),
    });
    expect(JSON.stringify(statuses)).not.toContain(KEY);
    expect(JSON.stringify(statuses)).not.toContain("hunter22");
  });

  it("shows endpoints of the user's own, and lets engines speak for themselves", async () => {
    await using server = await startScriptedServer();
    server.answer("/models", { body: JSON.stringify({ data: [{ id: "m" }] }) });
    const settings = { ...settingsWith({}), endpoints: { "my-box": { baseUrl: `${server.url}/v1` } } };
    const probes = {
      "llama-cpp": async () => ({ reachable: false, models: [], problem: "npm i node-llama-cpp" }),
    };
    const statuses = await listProviders(settings, { ...DEPS, probes }, never());
    expect(find(statuses, "my-box")).toMatchObject({ reachable: true, models: ["m"] });
    expect(find(statuses, "llama-cpp")).toMatchObject({ reachable: false, problem: "npm i node-llama-cpp" });
  });
});
