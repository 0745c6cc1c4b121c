import type { Model, ModelRequest, OutputContract, Side } from "#minions";
import type { ModelsRuntime } from "../http/index.ts";
import { createModelRegistry, type ModelRegistry } from "../model-registry.ts";
import type { ProviderConfig } from "../providers/provider-settings.ts";
import { PROVIDER_TABLE, type ProviderEntry } from "../providers/provider-table.ts";
import { fixturesOf } from "./fixtures-of.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";
import type { WireFixtures } from "./wire-fixtures.ts";

export const TEST_KEY = "sk-test-0123456789abcdef";

/** Providers that speak HTTP through the adapters of this room. */
export const HTTP_PROVIDERS: readonly ProviderEntry[] = PROVIDER_TABLE.filter(
  ({ wire }) => wire !== "in-process" && wire !== "coordinator",
);

/** A model name that each provider would take; names that the SDK knows decide over structured output. */
const MODEL_NAMES: Record<string, string> = {
  openai: "gpt-4o",
  anthropic: "claude-sonnet-4-5",
  google: "gemini-2.5-flash",
  groq: "openai/gpt-oss-20b",
  together: "meta-llama/Llama-3.3-70B-Instruct-Turbo",
  deepseek: "deepseek-v4-flash",
  ollama: "llama3.2",
};

/** One model of one provider against a scripted server, with time and chance in the test's hand. */
export interface ModelHarness extends AsyncDisposable {
  readonly server: ScriptedServer;
  readonly registry: ModelRegistry;
  readonly model: Model;
  readonly wire: WireFixtures;
  /** What the retries waited, in milliseconds. */
  readonly sleeps: readonly number[];
}

export async function startModel(entry: ProviderEntry, config: ProviderConfig = {}): Promise<ModelHarness> {
  const server = await startScriptedServer();
  server.answer("/api/show", { body: JSON.stringify({ model_info: {}, capabilities: ["completion"] }) });
  const sleeps: number[] = [];
  const registry = createModelRegistry({
    settings: {
      providers: {
        [entry.id]: { apiKey: TEST_KEY, baseUrl: baseUrlFor(entry, server), maxRetries: 2, ...config },
      },
    },
    runtime: testRuntime(sleeps),
    factories: {},
  });
  const model = registry.open(`${entry.id}/${MODEL_NAMES[entry.id] ?? "some-org/some-model"}`);
  return {
    server,
    registry,
    model,
    wire: fixturesOf(entry.wire),
    sleeps,
    [Symbol.asyncDispose]: async () => {
      await registry[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Noon of 22 November 2026, half of every chance, and no real waiting. */
export function testRuntime(sleeps: number[] = []): ModelsRuntime {
  return {
    now: () => Date.UTC(2026, 10, 22, 12),
    random: () => 0.5,
    sleep: (ms) => {
      sleeps.push(ms);
      return Promise.resolve();
    },
  };
}

function baseUrlFor({ wire, defaultBaseUrl }: ProviderEntry, server: ScriptedServer): string {
  const path =
    wire === "ollama" ? "" : new URL(defaultBaseUrl ?? "http://any/v1").pathname.replace(/\/$/, "");
  return `${server.url}${path}`;
}

export function textRequest(side: Side, overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    side,
    stepPath: "round-1/work",
    step: { kind: "history-summarise", turns: [] },
    messages: [
      { role: "system", content: "You read documents and answer as JSON where you are told to." },
      { role: "user", content: "What was capital expenditure in FY2018?" },
    ],
    output: { kind: "text" },
    temperature: 0.3,
    maxOutputTokens: 500,
    seed: 7,
    ...overrides,
  };
}

export function jsonRequest(side: Side, output: Extract<OutputContract, { kind: "json" }>): ModelRequest {
  return textRequest(side, { output });
}

export function never(): AbortSignal {
  return new AbortController().signal;
}
