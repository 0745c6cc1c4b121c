import type { ResultCache } from "#cache";
import type { Stores } from "#engine";
import type { BudgetStore } from "#limits";

/** All that stands in one database: what the engine keeps, the budgets of its tasks, and results for later ones. */
export interface DatabaseStores extends Stores {
  readonly budgets: BudgetStore;
  /** What has expired goes with retention. */
  readonly results: ResultCache;
}
