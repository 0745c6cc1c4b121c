import { AppError, type Timers } from "#kernel";
import type { RunControl } from "./run-control.ts";

/** What stores say while they are away and may come back: a database that restarts, a network that is down, a full disk. */
const AWAY: ReadonlySet<string> = new Set(["store-unavailable", "store-full", "bucket-unavailable"]);

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

/**
 * Lets a run wait for a store that is away: what it paid for meanwhile is not lost with it, as it would be if it began
 * anew. It waits for as long as the run goes on.
 */
export class StorePatience {
  readonly #control: RunControl;
  readonly #timers: Timers;

  constructor(control: RunControl, timers: Timers) {
    this.#control = control;
    this.#timers = timers;
  }

  /**
   * Runs `work` until the store answers. It is told whether it runs again: an earlier try may have been stored although
   * its answer was lost.
   * @throws whatever `work` throws of another kind; what it threw last once the run was told to stop
   */
  async untilAnswered<Value>(work: (again: boolean) => Promise<Value>): Promise<Value> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work(tries > 0);
      } catch (error) {
        if (!isStoreAway(error) || this.#control.cause !== undefined) throw error;
      }
      await this.#pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries));
    }
  }

  async #pause(ms: number): Promise<void> {
    const passed = Promise.withResolvers<void>();
    using _timer = this.#timers.after(ms, passed.resolve);
    await Promise.race([passed.promise, this.#control.stopped]);
  }
}

/** True where a store that is away is behind the error; then the run has not failed, and is to be run again. */
export function isStoreAway(error: unknown): boolean {
  if (error instanceof AppError && AWAY.has(error.code)) return true;
  return error instanceof Error && error.cause !== undefined && isStoreAway(error.cause);
}
