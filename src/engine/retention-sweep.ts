import type { Clock } from "#kernel";
import type { TaskStore } from "./ports.ts";
import type { Timers } from "./timers.ts";

export interface RetentionSweepDeps {
  readonly tasks: TaskStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly everyMs: number;
  readonly retentionMs: number;
  readonly maxTasks: number;
  readonly onRemoved: (count: number) => void;
  readonly onFault: (error: unknown) => void;
}

/** Removes from time to time what is kept no longer. One sweep at a time; one that fails is tried again at the next turn. */
export class RetentionSweep implements AsyncDisposable {
  readonly #deps: RetentionSweepDeps;
  #timer: Disposable | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: RetentionSweepDeps) {
    this.#deps = deps;
  }

  /** Sweeps at once, and then again and again. */
  start(): void {
    this.#sweeping = this.#sweep();
  }

  /** Waits for a sweep that is at work. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#timer?.[Symbol.dispose]();
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { tasks, clock, timers, everyMs, retentionMs, maxTasks } = this.#deps;
    try {
      const removed = await tasks.removeFinished({ olderThan: clock.now() - retentionMs, maxTasks });
      if (removed > 0) this.#deps.onRemoved(removed);
    } catch (error) {
      this.#deps.onFault(error);
    }
    if (!this.#stopped) this.#timer = timers.after(everyMs, () => this.start());
  }
}
