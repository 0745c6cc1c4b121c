/**
 * Measures the longest time in which this thread's event loop did not turn. Beside the wall clock it keeps the thread's own
 * CPU time between two turns: on a busy machine a thread also stands still because others run, which is no fault of its work.
 */
export class StallMeter implements Disposable {
  #longestMs = 0;
  #longestWorkMs = 0;
  #lastAt = performance.now();
  #lastWorkMs = threadWorkMs();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#look(), 1);
  }

  /** By the wall clock, milliseconds. */
  get longestMs(): number {
    this.#look();
    return this.#longestMs;
  }

  /** By this thread's CPU time, milliseconds. */
  get longestWorkMs(): number {
    this.#look();
    return this.#longestWorkMs;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const work = threadWorkMs();
    this.#longestMs = Math.max(this.#longestMs, now - this.#lastAt);
    this.#longestWorkMs = Math.max(this.#longestWorkMs, work - this.#lastWorkMs);
    this.#lastAt = now;
    this.#lastWorkMs = work;
  }
}

function threadWorkMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
