import type { Clock, Timers } from "#kernel";

interface FakeTimer {
  readonly at: number;
  readonly fire: () => void;
}

/** Time that stands still until a test lets it pass. */
export interface FakeTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Timers that wait to fire. */
  readonly waiting: number;
  /** Lets all work that needs no time come to its end. */
  settle(): Promise<void>;
  /** Lets time pass, firing timers in order, with all work between them done. */
  pass(ms: number): Promise<void>;
}

export function createFakeTime(startsAt = Date.UTC(2026, 0, 1)): FakeTime {
  let now = startsAt;
  const timers = new Set<FakeTimer>();

  const settle = async (): Promise<void> => {
    // Two turns of the loop: the first lets waiting work run, the second what that work set off.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  const nextDue = (until: number): FakeTimer | undefined =>
    [...timers].filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0];

  return {
    clock: { now: () => now, monotonicMs: () => now - startsAt },
    timers: {
      after(delayMs, fire) {
        const timer = { at: now + Math.max(0, delayMs), fire };
        timers.add(timer);
        return { [Symbol.dispose]: () => void timers.delete(timer) };
      },
    },
    get waiting() {
      return timers.size;
    },
    settle,
    async pass(ms) {
      const until = now + ms;
      await settle();
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        timers.delete(due);
        now = Math.max(now, due.at);
        due.fire();
        await settle();
      }
      now = until;
    },
  };
}
