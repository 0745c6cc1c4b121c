import type { CallBound } from "#limits";
import {
  costOf,
  formatModelRef,
  type ImagePart,
  type ModelRef,
  type ModelRequest,
  type Prices,
  type TextPart,
} from "#minions";

/** UTF-8 bytes of a token at the least, for what people write: English has four, Chinese and figures between two and three. */
const BYTES_PER_TOKEN = 2;
/** What a provider puts around each message. */
const TOKENS_PER_MESSAGE = 16;
/** A schema that a provider shows to its model. */
const TOKENS_OF_A_SCHEMA = 1_000;
/** The large providers bill an image of any size that they take with fewer. */
const TOKENS_PER_IMAGE = 2_000;

/** Who may answer a call, and what it is priced by. */
export interface CallPricing {
  /** The model that is asked, and those that it may fall back to. */
  readonly models: readonly ModelRef[];
  readonly prices: Prices;
  /** Longest time of a call, for models that are priced by the hour. */
  readonly maxDurationMs: number;
  /** False where only money counts, as on the local side. */
  readonly countsTokens: boolean;
}

/** The most that a request can use, by the dearest model that may answer it. */
export function boundOfRequest(request: ModelRequest, pricing: CallPricing): CallBound {
  const ofMessages = request.messages.map(({ content }) =>
    typeof content === "string" ? tokensOf(content) : tokensOfParts(content),
  );
  const schema = request.output.kind === "json" ? TOKENS_OF_A_SCHEMA : 0;
  const prompt = sum(ofMessages) + ofMessages.length * TOKENS_PER_MESSAGE + schema;
  return bound(prompt, request.maxOutputTokens, pricing);
}

export function boundOfEmbedding(inputs: readonly (TextPart | ImagePart)[], pricing: CallPricing): CallBound {
  return bound(tokensOfParts(inputs), 0, pricing);
}

function bound(promptTokens: number, completionTokens: number, pricing: CallPricing): CallBound {
  const { models, prices, maxDurationMs, countsTokens } = pricing;
  const usage = { promptTokens, completionTokens, cachedTokens: 0, estimated: true };
  const costs = models.map((model) => ({ model, cost: costOf(usage, model, prices, maxDurationMs) }));
  const unpriced = costs.find(({ cost }) => cost.kind === "unknown");
  const known = costs.map(({ cost }) => (cost.kind === "known" ? cost.usd : 0));
  const [first = { provider: "none", model: "none" }] = models;
  return {
    tokens: countsTokens ? promptTokens + completionTokens : 0,
    usd: unpriced === undefined ? Math.max(0, ...known) : undefined,
    model: formatModelRef(unpriced?.model ?? first),
  };
}

function tokensOfParts(parts: readonly (TextPart | ImagePart)[]): number {
  return sum(parts.map((part) => (part.type === "text" ? tokensOf(part.text) : TOKENS_PER_IMAGE)));
}

function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
