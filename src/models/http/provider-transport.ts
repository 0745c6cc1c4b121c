import { abortReason } from "#kernel";
import { ModelTimedOutError } from "../errors/index.ts";
import { type CallTimeouts, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUTS } from "../providers/provider-settings.ts";
import { ConcurrencyLimiter } from "./concurrency-limiter.ts";
import { ConnectionPool } from "./connection-pool.ts";
import type { ProviderEndpoint } from "./provider-endpoint.ts";
import { DEFAULT_RETRY_DELAYS, type Failure, withRetries } from "./retry.ts";
import type { ModelsRuntime } from "./runtime.ts";
import { TimeLimit } from "./time-limit.ts";

const HOSTED_CONCURRENCY = 16;
const SELF_HOSTED_CONCURRENCY = 4;

/** The connections to one provider: pooled, kept alive, limited in number and in time. */
export interface ProviderTransport extends AsyncDisposable {
  readonly timeouts: CallTimeouts;
  /** Bounded by the connect and first-byte limits; follows no redirect, so that keys stay with their provider. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Runs one call: waits for a free slot, then retries within the limit of the whole call.
   *
   * @throws ModelTimedOutError when the whole call took too long; what `judge` makes of a failure; AbortedError.
   */
  call<Result>(
    attempt: (signal: AbortSignal, attemptNumber: number) => Promise<Result>,
    judge: (error: unknown) => Failure,
    signal: AbortSignal,
  ): Promise<Result>;
}

export function createProviderTransport(
  endpoint: ProviderEndpoint,
  runtime: ModelsRuntime,
): ProviderTransport {
  const { config, entry, id } = endpoint;
  const timeouts = completeTimeouts(config.timeouts);
  const concurrency =
    config.maxConcurrency ?? (entry.selfHosted ? SELF_HOSTED_CONCURRENCY : HOSTED_CONCURRENCY);
  const limiter = new ConcurrencyLimiter(concurrency);
  const retry = { ...DEFAULT_RETRY_DELAYS, maxRetries: config.maxRetries ?? DEFAULT_MAX_RETRIES };
  const pool = new ConnectionPool({
    provider: id,
    maxConnections: concurrency + 2, // Two beyond the calls, so that questions about models never wait for answers.
    connectMs: timeouts.connectMs,
    firstByteMs: timeouts.firstByteMs,
  });
  return {
    timeouts,
    fetch: pool.fetch,
    call: (attempt, judge, signal) => {
      const what = `The call to ${id}`;
      const bounded = async (): Promise<Awaited<ReturnType<typeof attempt>>> => {
        using limit = new TimeLimit(new ModelTimedOutError(id, "call", timeouts.callMs), timeouts.callMs);
        const both = AbortSignal.any([signal, limit.signal]);
        try {
          return await withRetries((number) => attempt(both, number), judge, retry, runtime, both);
        } catch (error) {
          if (signal.aborted) throw abortReason(signal, what);
          throw limit.signal.aborted ? limit.error : error;
        }
      };
      return limiter.run(bounded, signal, what);
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function completeTimeouts(configured: ProviderEndpoint["config"]["timeouts"]): CallTimeouts {
  return {
    connectMs: configured?.connectMs ?? DEFAULT_TIMEOUTS.connectMs,
    firstByteMs: configured?.firstByteMs ?? DEFAULT_TIMEOUTS.firstByteMs,
    callMs: configured?.callMs ?? DEFAULT_TIMEOUTS.callMs,
  };
}
