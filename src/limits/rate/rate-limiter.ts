/** So many in a window of time. */
export interface RatePolicy {
  /** Names the counts in a store that several servers share: the same name counts together. */
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** What is left after one more was counted. */
export interface RateTaken {
  readonly refused: boolean;
  readonly remaining: number;
  /** Whole seconds until the window is over and everything is left again; at least 1. */
  readonly resetSeconds: number;
}

/** Counts in windows that begin with the first one counted. */
export interface RateLimiter {
  /** Counts one more. @throws whatever the store throws: it is never taken for room that is left */
  take(key: string): Promise<RateTaken>;
}

export type CreateRateLimiter = (policy: RatePolicy) => RateLimiter;
