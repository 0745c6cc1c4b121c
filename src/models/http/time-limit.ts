/** A signal that fires with an error of the caller's own after a time. Dispose it to free the timer. */
export class TimeLimit implements Disposable {
  readonly error: Error;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(error: Error, limitMs: number) {
    this.error = error;
    this.#timer = setTimeout(() => this.#controller.abort(error), limitMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
