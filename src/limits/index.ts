export * from "./budget/budget-store.ts";
export {
  type BudgetHold,
  type BudgetLeft,
  type Budgets,
  type BudgetsDeps,
  type CallBound,
  createBudgets,
  type TaskBudget,
} from "./budget/budgets.ts";
export { BudgetExhaustedError, type BudgetScope, PriceUnknownError } from "./budget/errors.ts";
export { createMemoryBudgetStore } from "./budget/memory-budget-store.ts";
export { LIMIT_SCOPES, type LimitedCaller, type LimitScope, scopeName } from "./caller.ts";
export * from "./errors.ts";
export { openRateLimiters, type RateStore } from "./rate/create-rate-limiter.ts";
export { createFailedLogins, type FailedLogins, type FailedLoginsDeps } from "./rate/failed-logins.ts";
export type { CreateRateLimiter, RateLimiter, RatePolicy, RateTaken } from "./rate/rate-limiter.ts";
export {
  type Admission,
  createRequestLimits,
  type RequestLimits,
  type RequestLimitsDeps,
} from "./rate/request-limits.ts";
export {
  createTierBook,
  type NamedTier,
  type ScopeLimits,
  type TaskLimits,
  type Tier,
  type TierBook,
} from "./tiers.ts";
