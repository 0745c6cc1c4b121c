import type { Money } from "../result.ts";

export const ZERO_USD: Money = { kind: "known", usd: 0 };

/** Adds amounts. One unknown part makes the sum unknown: a total that leaves something out would read as a price. */
export function sumMoney(amounts: Iterable<Money>): Money {
  let usd = 0;
  const unpriced = new Set<string>();
  for (const amount of amounts) {
    if (amount.kind === "known") usd += amount.usd;
    else for (const model of amount.models) unpriced.add(model);
  }
  return unpriced.size > 0 ? { kind: "unknown", models: [...unpriced] } : { kind: "known", usd };
}
