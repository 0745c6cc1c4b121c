import { abortReason, throwIfAborted } from "#kernel";

interface Waiter<Item> {
  readonly give: (item: Item) => void;
}

/** Bounds how many requests run at once: each borrows one item and waits in line where all are lent. */
export class SequencePool<Item> {
  readonly #free: Item[];
  readonly #waiters = new Set<Waiter<Item>>();

  constructor(items: readonly Item[]) {
    this.#free = [...items];
  }

  /** Runs `use` with an item of its own. Aborting while in line leaves the line. */
  async lend<Result>(signal: AbortSignal, use: (item: Item) => Promise<Result>): Promise<Result> {
    const item = await this.#take(signal);
    try {
      return await use(item);
    } finally {
      this.#giveBack(item);
    }
  }

  #take(signal: AbortSignal): Promise<Item> | Item {
    throwIfAborted(signal, "Waiting for the model");
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const { promise, resolve, reject } = Promise.withResolvers<Item>();
    const onAbort = (): void => {
      this.#waiters.delete(waiter);
      reject(abortReason(signal, "Waiting for the model"));
    };
    const waiter: Waiter<Item> = {
      give: (item) => {
        signal.removeEventListener("abort", onAbort);
        resolve(item);
      },
    };
    this.#waiters.add(waiter);
    signal.addEventListener("abort", onAbort, { once: true });
    return promise;
  }

  #giveBack(item: Item): void {
    const [next] = this.#waiters;
    if (next === undefined) {
      this.#free.push(item);
      return;
    }
    this.#waiters.delete(next);
    next.give(item);
  }
}
