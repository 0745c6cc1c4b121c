import type { ComponentHealth } from "#http";
import type { Clock, Timers } from "#kernel";
import type { ProviderStatus } from "#models";

export interface ProviderWatchDeps {
  /** Asks the providers for their lists of models; spends no tokens. */
  readonly list: (signal: AbortSignal) => Promise<readonly ProviderStatus[]>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Time between two looks, in milliseconds. */
  readonly everyMs: number;
}

/**
 * Looks in the background at the providers that the server's models are of, so that health can be told without asking
 * anybody. The server is of use without them: tasks may name other models.
 */
export class ProviderWatch implements AsyncDisposable {
  readonly #deps: ProviderWatchDeps;
  readonly #closing = new AbortController();
  #seen: readonly ComponentHealth[] = [];
  #looking: Promise<void> = Promise.resolve();
  #timer: Disposable | undefined;

  constructor(deps: ProviderWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#looking = this.#look();
  }

  health(): readonly ComponentHealth[] {
    return this.#seen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#timer?.[Symbol.dispose]();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { list, clock, timers, everyMs } = this.#deps;
    try {
      const statuses = await list(this.#closing.signal);
      const checkedAt = clock.now();
      this.#seen = statuses.map((status) => healthOf(status, checkedAt));
    } catch {
      // What was seen before stands, with the time at which it was seen.
    }
    if (this.#closing.signal.aborted) return;
    this.#timer = timers.after(everyMs, () => this.start());
  }
}

/** The status's own words hold addresses, which are not for everybody. */
function healthOf({ id, configured, reachable }: ProviderStatus, checkedAt: number): ComponentHealth {
  if (configured && reachable !== false) return { name: id, state: "ok", required: false, checkedAt };
  const message = configured ? "The provider does not answer." : "The provider is not configured.";
  return { name: id, state: "down", required: false, message, checkedAt };
}
