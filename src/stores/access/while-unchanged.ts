import { statSync } from "node:fs";
import type { Clock } from "#kernel";

/** A file that was changed less than this long ago may be changed once more without its time showing it. */
const SETTLED_MS = 1_000;
const MAX_KEPT = 10_000;

/**
 * What was read from a file, kept for as long as the file is the same: asking for its time costs a tenth of reading it.
 * It is asked once a turn of the event loop, for all requests that were read from their lines in that turn: whatever
 * another process changes is seen by every request that comes after.
 */
export class WhileUnchanged<Value> {
  readonly #file: string;
  readonly #clock: Clock;
  /** Promised already: most look-ups find what they want, and need no promise of their own. */
  readonly #kept = new Map<string, Promise<Value>>();
  #stamp: string | undefined;
  #isFresh = false;

  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
  }

  /** What is kept under the name, else what `read` gives; that there is nothing is not kept. */
  get(name: string, read: (name: string) => Promise<Value | undefined>): Promise<Value | undefined> {
    // Before reading: what changes in between then shows as another stamp the next time.
    if (!this.#isFresh) this.#look();
    return this.#kept.get(name) ?? this.#keep(name, read);
  }

  async #keep(name: string, read: (name: string) => Promise<Value | undefined>): Promise<Value | undefined> {
    const stamp = this.#stamp;
    const value = await read(name);
    // While this one was reading, another look-up may have seen the file change.
    const stands = stamp !== undefined && stamp === this.#stamp;
    if (value !== undefined && stands && this.#kept.size < MAX_KEPT) {
      this.#kept.set(name, Promise.resolve(value));
    }
    return value;
  }

  /** To be called when this process itself has changed the file: what is kept falls at once. */
  forget(): void {
    this.#kept.clear();
    this.#stamp = undefined;
    this.#isFresh = false;
  }

  #look(): void {
    const stamp = this.#settledStamp();
    if (stamp === undefined || stamp !== this.#stamp) this.#kept.clear();
    this.#stamp = stamp;
    this.#isFresh = true;
    setImmediate(() => {
      this.#isFresh = false;
    });
  }

  /** Undefined while the file is too fresh to tell, or cannot be asked. */
  #settledStamp(): string | undefined {
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    if (stats === undefined || this.#clock.now() - stats.mtimeMs < SETTLED_MS) return undefined;
    return `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
  }
}
