import { type Clock, systemClock, systemTimers, type Timers } from "#kernel";
import type { CredentialStore } from "../credentials/credential-store.ts";

/** How often uses are written down: last use is exact to about this. */
const WRITE_EVERY_MS = 60_000;

export interface UseNotesDeps {
  readonly store: Pick<CredentialStore, "noteUsed">;
  /** Told when uses could not be written; they are tried again with the next ones. */
  readonly onFailed: (error: unknown) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

/**
 * Writes down when credentials were last used: behind the requests, all of a minute in one go, so that a use costs a
 * request nothing and never fails it. Disposing it writes what is left.
 */
export class UseNotes implements AsyncDisposable {
  readonly #deps: UseNotesDeps;
  readonly #clock: Clock;
  readonly #timers: Timers;
  #usedAt = new Map<string, number>();
  #timer: Disposable | undefined;
  #closed = false;

  constructor(deps: UseNotesDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
    this.#timers = deps.timers ?? systemTimers;
  }

  /** Only ids that were proved: one entry each, so that no stranger can fill the memory. */
  note(id: string): void {
    this.#usedAt.set(id, this.#clock.now());
    if (this.#closed) return;
    this.#timer ??= this.#timers.after(WRITE_EVERY_MS, () => {
      this.#timer = undefined;
      void this.#write();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    await this.#write();
  }

  async #write(): Promise<void> {
    const uses = this.#usedAt;
    if (uses.size === 0) return;
    this.#usedAt = new Map();
    try {
      await this.#deps.store.noteUsed(uses);
    } catch (error) {
      this.#usedAt = new Map([...uses, ...this.#usedAt]);
      this.#deps.onFailed(error);
    }
  }
}
