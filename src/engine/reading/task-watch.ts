import { throwIfAborted } from "#kernel";
import { ShuttingDownError } from "../errors.ts";
import type { ChangeHints } from "../ports.ts";
import type { TaskId } from "../task.ts";

/** What a reader does, in the words of an AbortedError. */
export const READING = "Reading the task";

/**
 * One reader's way to sleep until its task may have changed. It listens from its making on and again before each
 * wake-up returns: what changes between a read and the next wait is never slept through. Dispose it to stop listening.
 */
export class TaskWatch implements Disposable {
  readonly #hints: ChangeHints;
  readonly #taskId: TaskId;
  readonly #pollMs: number;
  readonly #signal: AbortSignal;
  readonly #left = new AbortController();
  readonly #forget: () => void;
  #hinted: Promise<void>;

  /** @param closed fires when the engine stops. */
  constructor(
    hints: ChangeHints,
    taskId: TaskId,
    pollMs: number,
    signals: { readonly reader: AbortSignal; readonly closed: AbortSignal },
  ) {
    this.#hints = hints;
    this.#taskId = taskId;
    this.#pollMs = pollMs;
    this.#signal = signals.reader;
    const leave = (): void => this.#left.abort();
    signals.reader.addEventListener("abort", leave, { once: true });
    signals.closed.addEventListener("abort", leave, { once: true });
    this.#forget = () => {
      signals.reader.removeEventListener("abort", leave);
      signals.closed.removeEventListener("abort", leave);
    };
    if (signals.reader.aborted || signals.closed.aborted) leave();
    this.#hinted = this.#listen();
  }

  /**
   * Resolves when there may be something new to read.
   * @throws AbortedError once the reader's signal fires; ShuttingDownError once the engine has stopped
   */
  async changed(): Promise<void> {
    await this.#hinted;
    throwIfAborted(this.#signal, READING);
    if (this.#left.signal.aborted) throw new ShuttingDownError();
    this.#hinted = this.#listen();
  }

  [Symbol.dispose](): void {
    this.#forget();
    this.#left.abort();
  }

  #listen(): Promise<void> {
    return this.#hints.wait(this.#taskId, this.#pollMs, this.#left.signal);
  }
}
