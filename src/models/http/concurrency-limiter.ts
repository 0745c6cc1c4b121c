import { abortReason, throwIfAborted } from "#kernel";

/** Lets at most `limit` tasks run at once, first come, first served; a waiting task leaves the queue when its signal fires. */
export class ConcurrencyLimiter {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<Result>(task: () => Promise<Result>, signal: AbortSignal, what: string): Promise<Result> {
    throwIfAborted(signal, what);
    if (this.#running >= this.#limit) await this.#turn(signal, what);
    else this.#running += 1;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next(); // The slot passes on, so that no newcomer overtakes.
    }
  }

  #turn(signal: AbortSignal, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(abortReason(signal, what));
      };
      this.#waiting.push(start);
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}
