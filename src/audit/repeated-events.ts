import { type Clock, systemTimers, type Timers } from "#kernel";
import type { AuditEvent } from "./audit-event.ts";
import type { AuditLog } from "./audit-log.ts";

const COUNTED_MS = 60_000;
const USED_MS = 3_600_000;
/** Different things that are counted at a time; with more, further ones share a place. */
const MOST_COUNTED = 1_000;
const MOST_REMEMBERED = 10_000;

type EventOf = (count: number) => AuditEvent;

/**
 * Writes down once what happens again and again: a flood of refusals would else fill the disk, and each request of a
 * key says nothing new.
 */
export class RepeatedEvents implements Disposable {
  readonly #log: AuditLog;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #counted = new Map<string, { count: number; last: EventOf }>();
  readonly #usedAt = new Map<string, number>();
  #timer: Disposable | undefined;

  constructor(log: AuditLog, clock: Clock, timers: Timers = systemTimers) {
    this.#log = log;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** The first of a minute is written at once, and at the minute's end how many more there were. */
  count(what: string, eventOf: EventOf): void {
    const key = this.#counted.has(what) || this.#counted.size < MOST_COUNTED ? what : "others";
    const known = this.#counted.get(key);
    if (known === undefined) {
      this.#counted.set(key, { count: 0, last: eventOf });
      this.#log.append(eventOf(1));
    } else {
      known.count += 1;
      known.last = eventOf;
    }
    this.#timer ??= this.#timers.after(COUNTED_MS, () => {
      this.#timer = undefined;
      this.#tellCounts();
    });
  }

  /** Written the first time, and again after an hour; only what was proved may be told here. */
  use(what: string, event: () => AuditEvent): void {
    const now = this.#clock.now();
    const usedAt = this.#usedAt.get(what);
    if (usedAt !== undefined && now - usedAt < USED_MS) return;
    if (this.#usedAt.size >= MOST_REMEMBERED) this.#usedAt.clear();
    this.#usedAt.set(what, now);
    this.#log.append(event());
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#tellCounts();
  }

  #tellCounts(): void {
    for (const { count, last } of this.#counted.values()) if (count > 0) this.#log.append(last(count));
    this.#counted.clear();
  }
}
