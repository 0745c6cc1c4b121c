import { type Clock, systemClock, systemTimers, type Timers } from "#kernel";
import type { AuditEvent } from "./audit-event.ts";
import type { AuditLog } from "./audit-log.ts";
import type { AuditStore } from "./audit-store.ts";
import { sealEvents, type TimedEvent } from "./chain.ts";

/** How long an event waits for others, so that a busy server pays one transaction for many. */
const GATHER_MS = 100;
/** How long a store that failed is left alone. */
const RETRY_MS = 1_000;
const MOST_AT_ONCE = 500;
/** Events that wait while the store is away; with more, the newest are lost, and that is told. */
const MOST_WAITING = 10_000;

export interface AuditWriterDeps {
  readonly store: AuditStore;
  /** Told of each failure to write; `lost` counts events that are gone for good. */
  readonly onFailed: (error: unknown, lost: number) => void;
  /** Told after entries were written; waited for before the next ones. */
  readonly onWritten?: () => Promise<void>;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

/** Why events were lost: the store was away for longer than they could wait. */
export class AuditOverflowError extends Error {
  override readonly name = "AuditOverflowError";
}

/** Gathers events and writes them behind the requests that they are about. Disposing it writes what is left. */
export class AuditWriter implements AuditLog, AsyncDisposable {
  readonly #deps: AuditWriterDeps;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #waiting: TimedEvent[] = [];
  #timer: Disposable | undefined;
  #writing: Promise<boolean> | undefined;
  #closed = false;

  constructor(deps: AuditWriterDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
    this.#timers = deps.timers ?? systemTimers;
  }

  append(event: AuditEvent): void {
    if (this.#closed || this.#waiting.length >= MOST_WAITING) {
      this.#deps.onFailed(new AuditOverflowError("Too many audit events wait to be written."), 1);
      return;
    }
    this.#waiting.push({ at: this.#clock.now(), event });
    this.#arm(GATHER_MS);
  }

  /** Resolves once all that was appended before is written, or could not be. */
  async flush(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    while (await this.#write()) {
      // One batch after the other, until nothing waits or the store fails.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.flush();
    const lost = this.#waiting.splice(0).length;
    if (lost > 0) this.#deps.onFailed(new AuditOverflowError("Audit events could not be written."), lost);
  }

  #arm(delayMs: number): void {
    this.#timer ??= this.#timers.after(delayMs, () => {
      this.#timer = undefined;
      void this.#write().then((more) => {
        if (more) this.#arm(0);
      });
    });
  }

  /** True where there is more to write and the store took what came before. */
  async #write(): Promise<boolean> {
    // Whoever comes second waits for the first and then looks again.
    if (this.#writing !== undefined) return (await this.#writing) || this.#waiting.length > 0;
    this.#writing = this.#writeBatch();
    try {
      return await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  async #writeBatch(): Promise<boolean> {
    const batch = this.#waiting.slice(0, MOST_AT_ONCE);
    if (batch.length === 0) return false;
    try {
      await this.#deps.store.append((head) => sealEvents(head, batch));
    } catch (error) {
      this.#deps.onFailed(error, 0);
      if (!this.#closed) this.#arm(RETRY_MS);
      return false;
    }
    this.#waiting.splice(0, batch.length);
    await this.#deps.onWritten?.();
    return this.#waiting.length > 0;
  }
}
