import type { ModelRef, Side, Usage } from "../model-port.ts";
import type { Money, SideAccount } from "../result.ts";
import { sumMoney } from "./money.ts";
import type { Prices } from "./price-table.ts";
import { createAccount } from "./side-account.ts";

/** The books of both sides of a run. */
export interface CostBook {
  /** Books one call under the model that really answered, and says what it cost. */
  record(side: Side, model: ModelRef, usage: Usage, durationMs: number): Money;
  /** The books so far; may be asked at any time. */
  sides(): Readonly<Record<Side, SideAccount>>;
  /** Both sides together so far. */
  total(): Money;
}

export function createCostBook(prices: Prices): CostBook {
  const accounts = { local: createAccount(prices), remote: createAccount(prices) };
  const sides = () => ({ local: accounts.local.finish(), remote: accounts.remote.finish() });
  return {
    record: (side, model, usage, durationMs) => accounts[side].record({ model, usage, durationMs }),
    sides,
    total: () => {
      const { local, remote } = sides();
      return sumMoney([local.cost, remote.cost]);
    },
  };
}
