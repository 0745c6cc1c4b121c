import type { Stores } from "#engine";
import type { BudgetStore } from "#limits";

/** All that stands in one database: what the engine keeps, and the budgets of its tasks. */
export interface StoresWithBudgets extends Stores {
  readonly budgets: BudgetStore;
}
