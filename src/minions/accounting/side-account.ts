import { addUsage, formatModelRef, type ModelRef, NO_USAGE, type Usage } from "../model-port.ts";
import type { Money, SideAccount } from "../result.ts";
import { costOf } from "./cost.ts";
import { sumMoney, ZERO_USD } from "./money.ts";
import type { Prices } from "./price-table.ts";

export interface AccountedCall {
  /** The model that really answered. */
  readonly model: ModelRef;
  readonly usage: Usage;
  readonly durationMs: number;
  /** True where an earlier run's reply was taken: it costs nothing. */
  readonly reused?: true | undefined;
}

/** Keeps the books of one side of a run. */
export interface Account {
  /** Books one call and says what it cost. */
  record(call: AccountedCall): Money;
  /** The books so far; may be asked at any time. */
  finish(): SideAccount;
}

/** Opens the books of one side; a side without calls costs a known 0. */
export function createAccount(prices: Prices): Account {
  const byModel = new Map<string, { model: ModelRef; calls: number; usage: Usage }>();
  let calls = 0;
  let reusedCalls = 0;
  let usage = NO_USAGE;
  let modelTimeMs = 0;
  let cost: Money = sumMoney([]);
  return {
    record(call) {
      const reused = call.reused === true;
      const price = reused ? ZERO_USD : costOf(call.usage, call.model, prices, call.durationMs);
      calls += 1;
      reusedCalls += reused ? 1 : 0;
      usage = addUsage(usage, call.usage);
      modelTimeMs += call.durationMs;
      cost = sumMoney([cost, price]);
      const key = formatModelRef(call.model);
      const entry = byModel.get(key) ?? { model: call.model, calls: 0, usage: NO_USAGE };
      byModel.set(key, { ...entry, calls: entry.calls + 1, usage: addUsage(entry.usage, call.usage) });
      return price;
    },
    finish: () => ({
      calls,
      ...(reusedCalls === 0 ? {} : { reusedCalls }),
      usage,
      byModel: [...byModel.values()],
      modelTimeMs,
      cost,
    }),
  };
}
