import { TooManyStreamsError } from "../errors.ts";

/** One stream's place among those that are open. */
export interface OpenStream extends Disposable {
  /** Fires when the server ends all streams. */
  readonly closing: AbortSignal;
}

/** Bounds how many streams are open, and ends them all when the server closes. */
export class OpenStreams {
  readonly #closing = new AbortController();
  readonly #max: number;
  #open = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** @throws TooManyStreamsError */
  enter(): OpenStream {
    if (this.#open >= this.#max) throw new TooManyStreamsError();
    this.#open += 1;
    let inside = true;
    return {
      closing: this.#closing.signal,
      [Symbol.dispose]: () => {
        if (inside) this.#open -= 1;
        inside = false;
      },
    };
  }

  /** How many are open now. */
  get count(): number {
    return this.#open;
  }

  /** Ends all of them, each with a farewell; none opens for long after. */
  closeAll(): void {
    this.#closing.abort();
  }
}
