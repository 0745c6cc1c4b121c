import { Agent, fetch as undiciFetch } from "undici";
import { abortReason } from "#kernel";
import { ModelTimedOutError } from "../errors/index.ts";
import { type CallTimeouts, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUTS } from "../providers/provider-settings.ts";
import { ConcurrencyLimiter } from "./concurrency-limiter.ts";
import type { ProviderEndpoint } from "./provider-endpoint.ts";
import { DEFAULT_RETRY_DELAYS, type Failure, withRetries } from "./retry.ts";
import type { ModelsRuntime } from "./runtime.ts";

const HOSTED_CONCURRENCY = 16;
const SELF_HOSTED_CONCURRENCY = 4;
const KEEP_ALIVE_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

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
  const agent = new Agent({
    connections: concurrency + 2, // Two beyond the calls, so that questions about models never wait for answers.
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: timeouts.connectMs },
    headersTimeout: 0, // Ours below, with an error that names the limit.
    bodyTimeout: 0,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  return {
    timeouts,
    fetch: pooledFetch(agent, id, timeouts.firstByteMs),
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
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

function completeTimeouts(configured: ProviderEndpoint["config"]["timeouts"]): CallTimeouts {
  return {
    connectMs: configured?.connectMs ?? DEFAULT_TIMEOUTS.connectMs,
    firstByteMs: configured?.firstByteMs ?? DEFAULT_TIMEOUTS.firstByteMs,
    callMs: configured?.callMs ?? DEFAULT_TIMEOUTS.callMs,
  };
}

/** Fires its own typed error after a time. */
class TimeLimit implements Disposable {
  readonly error: ModelTimedOutError;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(error: ModelTimedOutError, limitMs: number) {
    this.error = error;
    this.#timer = setTimeout(() => this.#controller.abort(error), limitMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

function pooledFetch(agent: Agent, provider: string, firstByteMs: number): typeof globalThis.fetch {
  const send = async (input: string | URL, init: Parameters<typeof undiciFetch>[1]): Promise<unknown> => {
    using limit = new TimeLimit(new ModelTimedOutError(provider, "first-byte", firstByteMs), firstByteMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit.signal]) : limit.signal;
    return await undiciFetch(input, { ...init, dispatcher: agent, redirect: "manual", signal });
  };
  // undici's own fetch is the one that takes an undici Agent; its types differ from the global ones in name only.
  return send as unknown as typeof globalThis.fetch;
}
