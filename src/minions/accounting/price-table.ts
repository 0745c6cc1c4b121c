import { z } from "zod";
import type { ModelRef } from "../model-port.ts";

const usdPerMillion = z.number().nonnegative();
const isoDate = z.iso.date();

const rates = {
  prompt: usdPerMillion,
  completion: usdPerMillion,
  /** Prompt tokens served from the provider's cache; where absent they are priced like any prompt token. */
  cachedPrompt: usdPerMillion.optional(),
};

export const modelPriceSchema = z.strictObject({
  provider: z.string().min(1),
  /** Exact name, or a prefix followed by `*`. An exact name wins over a prefix, a longer prefix over a shorter one. */
  model: z.string().regex(/^[^*]+\*?$/, "an exact model name, or a prefix that ends in *"),
  ...rates,
  /** Dearer rates for calls whose prompt is longer than `promptTokens`. */
  longPrompt: z.strictObject({ promptTokens: z.number().int().positive(), ...rates }).optional(),
  /** The publisher's page that the price was read on. */
  source: z.url(),
  /** The day for which the price is known to have held. */
  asOf: isoDate,
});

/** The dated table of list prices, as `data/prices.json` and a user's own file hold it. */
export const priceTableSchema = z.strictObject({
  updated: isoDate,
  currency: z.literal("USD"),
  unit: z.literal("per 1M tokens"),
  models: z.array(modelPriceSchema),
});

export type ModelPrice = z.infer<typeof modelPriceSchema>;
export type PriceTable = z.infer<typeof priceTableSchema>;

/** What a model on the user's own machine costs: by token, or by hour of the calls' duration. USD. */
export const localPriceSchema = z.union([
  z.strictObject({ promptPerMillion: usdPerMillion, completionPerMillion: usdPerMillion }),
  z.strictObject({ perHour: usdPerMillion }),
]);

export type LocalPrice = z.infer<typeof localPriceSchema>;

/** Everything that pricing a call needs. */
export interface Prices {
  readonly table: PriceTable;
  /**
   * Whether a model runs on hardware of the user's own, where no provider sends a bill.
   * Default: {@link runsOnOwnHardware}, which goes by the provider's name. Whoever knows the base URL knows better.
   */
  readonly isOwnHardware?: (ref: ModelRef) => boolean;
  /** Price of own hardware, by `provider/model` or `provider`. Default: 0, since own compute sends no bill. */
  readonly localPrices?: Readonly<Record<string, LocalPrice>>;
}

const OWN_HARDWARE_PROVIDERS: readonly string[] = [
  "embedded",
  "llama-cpp",
  "llama-server",
  "ollama",
  "lmstudio",
  "lemonade",
  "mlx",
  "cartesia-mlx",
  "vllm",
];

/**
 * True for providers that serve a model on the user's own machine.
 * Models that Ollama only passes on to its paid cloud (their names end in `cloud`) are not.
 */
export function runsOnOwnHardware(ref: ModelRef): boolean {
  if (ref.provider === "ollama" && /[:-]cloud$/i.test(ref.model)) return false;
  return OWN_HARDWARE_PROVIDERS.includes(ref.provider);
}

const PROVIDER_ALIASES: Readonly<Record<string, string>> = { gemini: "google" };

/** The price that fits a model best, or undefined where the table knows none. */
export function findPrice(ref: ModelRef, table: PriceTable): ModelPrice | undefined {
  const provider = PROVIDER_ALIASES[ref.provider] ?? ref.provider;
  let best: ModelPrice | undefined;
  for (const price of table.models) {
    if (price.provider !== provider) continue;
    if (price.model === ref.model) return price;
    const isPrefix = price.model.endsWith("*") && ref.model.startsWith(price.model.slice(0, -1));
    if (isPrefix && price.model.length > (best?.model.length ?? 0)) best = price;
  }
  return best;
}
