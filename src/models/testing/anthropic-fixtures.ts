import { at, EVENT_STREAM, event, type FixtureFinish, type WireFixtures } from "./wire-fixtures.ts";

/** Anthropic counts cached tokens apart from the others. */
const USAGE = {
  input_tokens: 200,
  cache_read_input_tokens: 1000,
  cache_creation_input_tokens: 0,
  output_tokens: 34,
};
const FINISH: Record<FixtureFinish, string> = { stop: "end_turn", length: "max_tokens", refusal: "refusal" };
const PATH = /\/messages$/;

function message(content: object[], stop_reason: string | null, usage: object): object {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "served-model",
    content,
    stop_reason,
    stop_sequence: null,
    usage,
  };
}

export const anthropicFixtures: WireFixtures = {
  path: { whole: PATH, stream: PATH },
  whole: (text, finish = "stop") => ({
    body: JSON.stringify(message([{ type: "text", text }], FINISH[finish], USAGE)),
  }),
  streamed: (pieces, finish = "stop") => ({
    headers: EVENT_STREAM,
    body: [
      event(
        { type: "message_start", message: message([], null, { ...USAGE, output_tokens: 1 }) },
        "message_start",
      ),
      event(
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        "content_block_start",
      ),
      event({ type: "ping" }, "ping"),
      ...pieces.map((text) =>
        event(
          { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } },
          "content_block_delta",
        ),
      ),
      event({ type: "content_block_stop", index: 0 }, "content_block_stop"),
      event(
        {
          type: "message_delta",
          delta: { stop_reason: FINISH[finish], stop_sequence: null },
          usage: { output_tokens: 34 },
        },
        "message_delta",
      ),
      event({ type: "message_stop" }, "message_stop"),
    ],
  }),
  withoutUsage: (text) => ({
    body: JSON.stringify(
      message([{ type: "text", text }], "end_turn", { input_tokens: 0, output_tokens: 0 }),
    ),
  }),
  error: (status, text) => ({
    status,
    body: JSON.stringify({ type: "error", error: { type: "invalid_request_error", message: text } }),
  }),
  overflow: () => ({
    status: 400,
    body: JSON.stringify({
      type: "error",
      error: { type: "invalid_request_error", message: "prompt is too long: 9000 tokens > 8192 maximum" },
    }),
  }),
  schemaOf: ({ body }) => at(body, "output_config", "format", "schema"),
  jsonModeOf: () => undefined,
  temperatureOf: ({ body }) => body["temperature"],
  seedOf: ({ body }) => body["seed"],
  maxTokensOf: ({ body }) => body["max_tokens"],
  keyOf: ({ headers }) => {
    const key = headers["x-api-key"];
    return typeof key === "string" ? key : undefined;
  },
  cachedTokens: 1000,
  refuses: true,
  takesSeed: false,
};
