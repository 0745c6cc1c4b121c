import { AppError } from "#kernel";
import type { BudgetExhaustedError, PriceUnknownError } from "./budget/errors.ts";
import type { LimitScope } from "./caller.ts";

/** More requests came than the caller may send. It is worth asking again after `retryAfterSeconds`. */
export class RateLimitedError extends AppError<"rate-limited"> {
  readonly code = "rate-limited";
  readonly scope: LimitScope;
  readonly retryAfterSeconds: number;

  constructor(scope: LimitScope, retryAfterSeconds: number) {
    super(`Too many requests of this ${scope}: try again in ${retryAfterSeconds} s.`);
    this.scope = scope;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Credentials from this address failed too often. Good ones are taken all the while. */
export class LoginsLimitedError extends AppError<"logins-limited"> {
  readonly code = "logins-limited";
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(
      `The credentials are not valid, and too many from this address were not: try again in ${retryAfterSeconds} s.`,
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The counts behind the limits cannot be reached. Nothing is let through uncounted. */
export class LimitStoreError extends AppError<"limit-store-unavailable"> {
  readonly code = "limit-store-unavailable";
  readonly retryAfterSeconds = 5;

  constructor(options?: ErrorOptions) {
    super("The server cannot count requests at the moment: try again later.", options);
  }
}

export type LimitsError =
  | RateLimitedError
  | LoginsLimitedError
  | LimitStoreError
  | BudgetExhaustedError
  | PriceUnknownError;
