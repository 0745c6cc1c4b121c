import type { AppError } from "#kernel";
import type { ModelsRuntime } from "./runtime.ts";

/** A failed attempt, judged. */
export interface Failure {
  readonly error: AppError;
  /** True where the same request may succeed later. */
  readonly retryable: boolean;
  /** What the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

export interface RetryPolicy {
  /** Further attempts after the first. */
  readonly maxRetries: number;
  /** Bound of the first wait; it doubles with each attempt. Milliseconds. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** A provider that asks for a longer wait is given up at once, so that a fall-back can take over. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY_DELAYS = { baseDelayMs: 500, maxDelayMs: 20_000, maxRetryAfterMs: 60_000 };

/**
 * Runs `attempt` until it succeeds, fails for good, or the retries are used up.
 *
 * Waits are random between 0 and a doubling bound (full jitter), or what the provider asks where it asks.
 *
 * @throws the last failure's typed error; whatever `sleep` throws when the signal fires.
 */
export async function withRetries<Result>(
  attempt: (attemptNumber: number) => Promise<Result>,
  judge: (error: unknown) => Failure,
  policy: RetryPolicy,
  runtime: ModelsRuntime,
  signal: AbortSignal,
): Promise<Result> {
  for (let number = 0; ; number += 1) {
    try {
      return await attempt(number);
    } catch (thrown) {
      const failure = judge(thrown);
      const waitMs = failure.retryAfterMs ?? jitter(number, policy, runtime);
      if (!failure.retryable || number >= policy.maxRetries || waitMs > policy.maxRetryAfterMs)
        throw failure.error;
      await runtime.sleep(waitMs, signal);
    }
  }
}

function jitter(attempt: number, policy: RetryPolicy, runtime: ModelsRuntime): number {
  return runtime.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** attempt);
}

/** Milliseconds to wait by a Retry-After header (seconds or an HTTP date) or `retry-after-ms`; undefined without a valid one. */
export function retryAfterMs(
  headers: Readonly<Record<string, string>> | undefined,
  nowMs: number,
): number | undefined {
  const exact = Number(headers?.["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const value = headers?.["retry-after"]?.trim();
  if (value === undefined || value === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
