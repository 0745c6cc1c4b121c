import { AppError } from "#kernel";
import type { LimitScope } from "../caller.ts";
import type { BudgetUnit } from "./budget-store.ts";

export type BudgetScope = LimitScope | "task";

/** The next call might pass a budget. */
export class BudgetExhaustedError extends AppError<"budget-exhausted"> {
  readonly code = "budget-exhausted";
  readonly scope: BudgetScope;
  readonly unit: BudgetUnit;
  /** Until the day's budget starts anew; undefined for a task's, which never does. */
  readonly retryAfterSeconds: number | undefined;

  constructor(scope: BudgetScope, unit: BudgetUnit, retryAfterSeconds: number | undefined) {
    const budget = unit === "money" ? "in money" : "of remote tokens";
    super(
      scope === "task"
        ? `The task's budget ${budget} is used up, or too small for the next call.`
        : `The day's budget ${budget} of this ${scope} is used up, or too small for the next call; it starts anew at midnight UTC.`,
    );
    this.scope = scope;
    this.unit = unit;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Money is limited, and nobody knows what the model costs. */
export class PriceUnknownError extends AppError<"price-unknown"> {
  readonly code = "price-unknown";
  readonly model: string;

  constructor(model: string) {
    super(
      `The cost of the task is limited, and there is no price for ${model}: name a model that has one, or let the operator add the price.`,
    );
    this.model = model;
  }
}
