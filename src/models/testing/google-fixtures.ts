import { at, EVENT_STREAM, event, type FixtureFinish, type WireFixtures } from "./wire-fixtures.ts";

const USAGE = {
  promptTokenCount: 1200,
  cachedContentTokenCount: 1000,
  candidatesTokenCount: 34,
  totalTokenCount: 1234,
};
const FINISH: Record<FixtureFinish, string> = { stop: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" };

function candidates(text: string, finishReason: string | undefined): object {
  return {
    candidates: [
      { content: { role: "model", parts: [{ text }] }, index: 0, ...(finishReason ? { finishReason } : {}) },
    ],
  };
}

export const googleFixtures: WireFixtures = {
  path: { whole: /:generateContent$/, stream: /:streamGenerateContent\?alt=sse$/ },
  whole: (text, finish = "stop") => ({
    body: JSON.stringify({
      ...candidates(text, FINISH[finish]),
      usageMetadata: USAGE,
      modelVersion: "served-model",
    }),
  }),
  streamed: (pieces, finish = "stop") => ({
    headers: EVENT_STREAM,
    body: pieces.map((text, index) => {
      const last = index === pieces.length - 1;
      return event({
        ...candidates(text, last ? FINISH[finish] : undefined),
        ...(last ? { usageMetadata: USAGE } : {}),
      });
    }),
  }),
  withoutUsage: (text) => ({ body: JSON.stringify(candidates(text, "STOP")) }),
  error: (status, message) => ({
    status,
    body: JSON.stringify({ error: { code: status, message, status: "INVALID_ARGUMENT" } }),
  }),
  overflow: () => ({
    status: 400,
    body: JSON.stringify({
      error: {
        code: 400,
        message: "The input token count (9000) exceeds the maximum number of tokens allowed (8192).",
        status: "INVALID_ARGUMENT",
      },
    }),
  }),
  schemaOf: ({ body }) =>
    at(body, "generationConfig", "responseJsonSchema") ?? at(body, "generationConfig", "responseSchema"),
  jsonModeOf: ({ body }) => at(body, "generationConfig", "responseMimeType"),
  temperatureOf: ({ body }) => at(body, "generationConfig", "temperature"),
  seedOf: ({ body }) => at(body, "generationConfig", "seed"),
  maxTokensOf: ({ body }) => at(body, "generationConfig", "maxOutputTokens"),
  keyOf: ({ headers }) => {
    const key = headers["x-goog-api-key"];
    return typeof key === "string" ? key : undefined;
  },
  cachedTokens: 1000,
  refuses: true,
  takesSeed: true,
};
