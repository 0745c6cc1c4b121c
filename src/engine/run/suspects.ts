import type { Timers } from "#kernel";
import type { StoredTask } from "../task.ts";

/** From so many runs that died without getting further on, a task may be what ended the process. */
const SUSPECT_AFTER_DEATHS = 2;

/** What lives longer no longer keeps the next one waiting, in milliseconds. */
const LONGEST_ALONE_MS = 30_000;

/** Leave to begin a run; given back when the run has got further or has ended, whichever comes first. */
export interface Leave extends Disposable {
  /** The run has brought something that will not be lost with it. */
  gotFurther(): void;
}

/**
 * Lets one suspected task at a time begin its run. A process that dies takes all its runs with it, and they are taken up
 * together again: without this, those beside a poisonous task would die with it each time, until they had died too often.
 */
export class Suspects {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  static includes({ attempts }: Pick<StoredTask, "attempts">): boolean {
    return attempts >= SUSPECT_AFTER_DEATHS;
  }

  /** Waits for its turn, first come, first served; undefined where `stopped` resolves first. */
  async enter(stopped: Promise<unknown>): Promise<Leave | undefined> {
    if (this.#taken) {
      const turn = Promise.withResolvers<void>();
      this.#waiting.push(turn.resolve);
      const has = await Promise.race([turn.promise.then(() => true), stopped.then(() => false)]);
      if (!has) {
        this.#forget(turn.resolve);
        return undefined;
      }
    }
    this.#taken = true;
    return this.#leave();
  }

  #leave(): Leave {
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      limit[Symbol.dispose]();
      this.#next();
    };
    const limit = this.#timers.after(LONGEST_ALONE_MS, leave);
    return { gotFurther: leave, [Symbol.dispose]: leave };
  }

  /** Its turn may have come in the moment in which it was stopped. */
  #forget(turn: () => void): void {
    const at = this.#waiting.indexOf(turn);
    if (at >= 0) this.#waiting.splice(at, 1);
    else this.#next();
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
