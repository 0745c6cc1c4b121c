import type { Clock } from "#kernel";
import { StoreClosedError } from "./errors.ts";

/** Told of every store operation, whether it succeeded or not: its name (one of a fixed few) and how long it took. */
export type OnOperation = (name: string, durationMs: number) => void;

interface OperationsOptions {
  readonly clock: Clock;
  readonly onOperation: OnOperation | undefined;
  /** Turns an error of the database's driver into one of ours; anything else stays what it is. */
  readonly translate: (error: unknown) => unknown;
}

/** The gate that every operation passes: measured, its errors typed, refused once the stores are closed. */
export class Operations {
  readonly #options: OperationsOptions;
  #closed = false;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  async run<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    if (this.#closed) throw new StoreClosedError();
    const { clock, onOperation, translate } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    } finally {
      onOperation?.(name, clock.monotonicMs() - startedMs);
    }
  }

  /** True for the first caller. */
  close(): boolean {
    const first = !this.#closed;
    this.#closed = true;
    return first;
  }
}
