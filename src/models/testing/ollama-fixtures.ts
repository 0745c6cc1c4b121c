import { at, type FixtureFinish, type WireFixtures } from "./wire-fixtures.ts";

const PATH = /\/api\/chat$/;
const FINISH: Record<FixtureFinish, string> = { stop: "stop", length: "length", refusal: "stop" };
const COUNTS = { total_duration: 1, load_duration: 1, prompt_eval_count: 1200, eval_count: 34 };

function line(content: string, rest: object): string {
  const message = { role: "assistant", content };
  return `${JSON.stringify({ model: "served-model", created_at: "2026-11-22T09:00:00Z", message, ...rest })}\n`;
}

export const ollamaFixtures: WireFixtures = {
  path: { whole: PATH, stream: PATH },
  whole: (text, finish = "stop") => ({
    body: line(text, { done: true, done_reason: FINISH[finish], ...COUNTS }),
  }),
  streamed: (pieces, finish = "stop") => ({
    headers: { "content-type": "application/x-ndjson" },
    body: [
      ...pieces.map((piece) => line(piece, { done: false })),
      line("", { done: true, done_reason: FINISH[finish], ...COUNTS }),
    ],
  }),
  withoutUsage: (text) => ({ body: line(text, { done: true, done_reason: "stop" }) }),
  error: (status, message) => ({ status, body: JSON.stringify({ error: message }) }),
  overflow: () => ({
    status: 400,
    body: JSON.stringify({ error: "the input length exceeds the context length" }),
  }),
  schemaOf: ({ body }) => (typeof body["format"] === "object" ? body["format"] : undefined),
  jsonModeOf: ({ body }) => body["format"],
  temperatureOf: ({ body }) => at(body, "options", "temperature"),
  seedOf: ({ body }) => at(body, "options", "seed"),
  maxTokensOf: ({ body }) => at(body, "options", "num_predict"),
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, ""),
  cachedTokens: 0,
  refuses: false,
  takesSeed: true,
};
