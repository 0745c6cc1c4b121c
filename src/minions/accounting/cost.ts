import { formatModelRef, type ModelRef, type Usage } from "../model-port.ts";
import type { Money } from "../result.ts";
import { ZERO_USD } from "./money.ts";
import {
  findPrice,
  type LocalPrice,
  type ModelPrice,
  type Prices,
  runsOnOwnHardware,
} from "./price-table.ts";

const TOKENS_PER_PRICE = 1_000_000;
const MS_PER_HOUR = 3_600_000;

/**
 * What one call cost in US dollars. Price call by call, not sums of calls: long prompts have rates of their own.
 *
 * A price in the table wins. A model inside this process or on the user's own hardware costs what `localPrices` says,
 * else 0, as the paper counts it. Any other model without a price is `unknown`, never 0.
 *
 * @param durationMs how long the call took, for local prices by the hour
 */
export function costOf(usage: Usage, ref: ModelRef, prices: Prices, durationMs = 0): Money {
  const price = findPrice(ref, prices.table);
  if (price) return { kind: "known", usd: hostedCost(usage, price) };
  const isOwn = prices.isOwnHardware ?? runsOnOwnHardware;
  if (!isOwn(ref)) {
    const nothingUsed = usage.promptTokens === 0 && usage.completionTokens === 0 && !usage.estimated;
    return nothingUsed ? ZERO_USD : { kind: "unknown", models: [formatModelRef(ref)] };
  }
  const local = prices.localPrices?.[formatModelRef(ref)] ?? prices.localPrices?.[ref.provider];
  return local ? { kind: "known", usd: localCost(usage, local, durationMs) } : ZERO_USD;
}

function hostedCost(usage: Usage, price: ModelPrice): number {
  const { longPrompt } = price;
  const rates = longPrompt && usage.promptTokens > longPrompt.promptTokens ? longPrompt : price;
  const cached = Math.min(usage.cachedTokens, usage.promptTokens);
  const cachedRate = rates.cachedPrompt ?? rates.prompt;
  const fresh = usage.promptTokens - cached;
  return (
    (fresh * rates.prompt + cached * cachedRate + usage.completionTokens * rates.completion) /
    TOKENS_PER_PRICE
  );
}

function localCost(usage: Usage, price: LocalPrice, durationMs: number): number {
  if ("perHour" in price) return (durationMs / MS_PER_HOUR) * price.perHour;
  const { promptPerMillion, completionPerMillion } = price;
  return (
    (usage.promptTokens * promptPerMillion + usage.completionTokens * completionPerMillion) / TOKENS_PER_PRICE
  );
}
