/** Weight of the newest run in the running mean. */
const NEWEST_WEIGHT = 0.1;
/** What a run is taken to last before any was seen, in milliseconds. */
const FIRST_GUESS_MS = 1000;
const MAX_RETRY_SECONDS = 300;

/** How fast tasks get done, to tell a client that is turned away when to come again. */
export class RunPace {
  #meanMs: number | undefined;

  add(durationMs: number): void {
    this.#meanMs =
      this.#meanMs === undefined
        ? durationMs
        : this.#meanMs * (1 - NEWEST_WEIGHT) + durationMs * NEWEST_WEIGHT;
  }

  /** Whole seconds, 1..300, until half of what waits now should have begun with `maxRunning` at a time. */
  retryAfterSeconds(waiting: number, maxRunning: number): number {
    const betweenEndsMs = (this.#meanMs ?? FIRST_GUESS_MS) / maxRunning;
    const seconds = Math.ceil((Math.max(1, waiting / 2) * betweenEndsMs) / 1000);
    return Math.min(MAX_RETRY_SECONDS, Math.max(1, seconds));
  }
}
