import type { ProviderWire } from "../providers/provider-table.ts";
import { at, EVENT_STREAM, event, type FixtureFinish, type WireFixtures } from "./wire-fixtures.ts";

const USAGE = {
  prompt_tokens: 1200,
  completion_tokens: 34,
  total_tokens: 1234,
  prompt_tokens_details: { cached_tokens: 1000 },
};
/** DeepSeek counts its cache in fields of its own. */
const DEEPSEEK_USAGE = { ...USAGE, prompt_cache_hit_tokens: 1000, prompt_cache_miss_tokens: 200 };

const FINISH: Record<FixtureFinish, string> = { stop: "stop", length: "length", refusal: "content_filter" };

function completion(wire: ProviderWire, choice: object, withUsage = true): string {
  return JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_790_000_000,
    model: "served-model",
    choices: [{ index: 0, logprobs: null, ...choice }],
    ...(withUsage ? { usage: wire === "deepseek" ? DEEPSEEK_USAGE : USAGE } : {}),
  });
}

function chunk(rest: object): string {
  return event({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: "served-model",
    ...rest,
  });
}

function message(content: string | null, extra: object = {}): object {
  return { role: "assistant", content, ...extra };
}

export function openAiFixtures(wire: ProviderWire): WireFixtures {
  const refusesInWords = wire === "openai" || wire === "openai-compatible";
  const path = /\/chat\/completions$/;
  return {
    path: { whole: path, stream: path },
    whole: (text, finish = "stop") => {
      const refusal = finish === "refusal" && refusesInWords;
      const choice = refusal
        ? { message: message(null, { refusal: text }), finish_reason: "stop" }
        : { message: message(text), finish_reason: FINISH[finish] };
      return { body: completion(wire, choice) };
    },
    streamed: (pieces, finish = "stop") => ({
      headers: EVENT_STREAM,
      body: [
        ...pieces.map((content) =>
          chunk({ choices: [{ index: 0, delta: message(content), finish_reason: null }] }),
        ),
        chunk({
          choices: [{ index: 0, delta: {}, finish_reason: FINISH[finish] }],
          ...(wire === "groq" ? { x_groq: { id: "req_1", usage: USAGE } } : {}),
        }),
        chunk({ choices: [], usage: wire === "deepseek" ? DEEPSEEK_USAGE : USAGE }),
        event("[DONE]"),
      ],
    }),
    withoutUsage: (text) => ({
      body: completion(wire, { message: message(text), finish_reason: "stop" }, false),
    }),
    error: (status, text, code) => ({
      status,
      body: JSON.stringify({
        error: { message: text, type: "invalid_request_error", param: null, code: code ?? null },
      }),
    }),
    overflow: () => ({
      status: 400,
      body: JSON.stringify({
        error: {
          message:
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
          type: "invalid_request_error",
          param: "messages",
          code: "context_length_exceeded",
        },
      }),
    }),
    schemaOf: ({ body }) => at(body, "response_format", "json_schema", "schema"),
    jsonModeOf: ({ body }) => at(body, "response_format", "type"),
    temperatureOf: ({ body }) => body["temperature"],
    seedOf: ({ body }) => body["seed"],
    maxTokensOf: ({ body }) => body["max_tokens"] ?? body["max_completion_tokens"],
    keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, ""),
    cachedTokens: 1000,
    refuses: true,
    takesSeed: wire !== "deepseek",
  };
}
