import type { Clock } from "#kernel";
import { StoreClosedError } from "./errors.ts";

/** Everything that the stores do, as metrics name it. */
export type StoreOperation =
  | "tasks.get"
  | "tasks.load"
  | "tasks.commit"
  | "tasks.list"
  | "tasks.unfinished"
  | "tasks.unanswered"
  | "tasks.stopped-among"
  | "tasks.find-message"
  | "tasks.in-context"
  | "tasks.request-cancel"
  | "tasks.remove-finished"
  | "tasks.count-by-state"
  | "tasks.count-places"
  | "budgets.reserve"
  | "budgets.settle"
  | "budgets.read"
  | "budgets.sweep"
  | "events.page"
  | "journal.find"
  | "journal.put"
  | "journal.list"
  | "results.find"
  | "results.put"
  | "results.trim"
  | "documents.put"
  | "documents.get"
  | "ping"
  | "audit.append"
  | "audit.read"
  | "access.add"
  | "access.find"
  | "access.list"
  | "access.rotate"
  | "access.revoke"
  | "access.note-used"
  | "access.revoke-token"
  | "access.find-revoked-token"
  | "access.prune-tokens"
  | "access.ping";

/** Told of every operation when it ends, whether it succeeded or not. Must not throw. */
export type OnOperation = (name: StoreOperation, durationMs: number) => void;

interface OperationsOptions {
  readonly clock: Clock;
  readonly onOperation: OnOperation | undefined;
  /** Turns an error of the database's driver into one of ours; anything else stays what it is. */
  readonly translate: (error: unknown) => unknown;
}

/** The gate that every operation passes: measured, its errors typed, refused once the stores are closed. */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #allEnded = Promise.withResolvers<void>();
  #running = 0;
  #closed = false;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  async run<Value>(name: StoreOperation, work: () => Promise<Value>): Promise<Value> {
    if (this.#closed) throw new StoreClosedError();
    const { clock, onOperation, translate } = this.#options;
    const startedMs = clock.monotonicMs();
    this.#running += 1;
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    } finally {
      this.#running -= 1;
      if (this.#closed && this.#running === 0) this.#allEnded.resolve();
      onOperation?.(name, clock.monotonicMs() - startedMs);
    }
  }

  /** Refuses what comes from now on, and resolves when what came before has ended. */
  close(): Promise<void> {
    this.#closed = true;
    if (this.#running === 0) this.#allEnded.resolve();
    return this.#allEnded.promise;
  }
}
