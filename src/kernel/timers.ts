/** Timers as a dependency, so that tests decide what time it is. */
export interface Timers {
  /** Calls `fire` once after `delayMs`, unless the timer is disposed before. Never before the caller goes on. */
  after(delayMs: number, fire: () => void): Disposable;
}

/** Longest delay that `setTimeout` takes, in milliseconds; it fires at once for a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * Timers of the runtime. They keep the process alive, so that a shutdown is not cut short when nothing else does: an
 * engine that was started must be stopped. A delay above 24 days fires early, after 24 days.
 */
export const systemTimers: Timers = {
  after(delayMs, fire) {
    const timer = setTimeout(fire, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
