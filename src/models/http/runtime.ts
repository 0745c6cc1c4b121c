import { setTimeout as delay } from "node:timers/promises";
import { systemClock } from "#kernel";

/** What calls need from the world, so that tests decide over time and chance. */
export interface ModelsRuntime {
  /** Milliseconds since the epoch; dates of Retry-After and cool-downs count by it. */
  now(): number;
  /** 0 inclusive to 1 exclusive. */
  random(): number;
  /** Resolves after `ms`; rejects as soon as the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemRuntime: ModelsRuntime = {
  now: () => systemClock.now(),
  random: () => Math.random(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};
