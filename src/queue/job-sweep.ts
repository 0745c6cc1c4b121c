import type { TaskStore } from "#engine";
import type { Timers } from "#kernel";
import type { TaskQueue } from "./task-queue.ts";

const EVERY_MS = 30_000;

export interface JobSweepDeps {
  readonly queue: Pick<TaskQueue, "tasks" | "send">;
  readonly tasks: Pick<TaskStore, "unfinished" | "load">;
  readonly claim: (work: string, everyMs: number) => Promise<boolean>;
  readonly timers: Timers;
  readonly onFault: (error: unknown) => void;
}

/**
 * Sends a job for every unfinished task that has none: after the store was copied from elsewhere, or the queue was
 * emptied. One instance does it at a time.
 */
export class JobSweep implements AsyncDisposable {
  readonly #deps: JobSweepDeps;
  #timer: Disposable | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: JobSweepDeps) {
    this.#deps = deps;
  }

  /** Sweeps at once, and then again and again. */
  start(): void {
    this.#sweeping = this.#sweep();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#timer?.[Symbol.dispose]();
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { queue, tasks, claim, timers, onFault } = this.#deps;
    try {
      if (await claim("send-missing-jobs", EVERY_MS)) {
        // Before the tasks: one that comes in between has its job, and is not sent another.
        const known = await queue.tasks();
        for await (const id of tasks.unfinished()) {
          if (this.#stopped) break;
          if (known.has(id)) continue;
          const task = await tasks.load(id);
          if (task?.state.kind === "submitted" || task?.state.kind === "working") await queue.send(task);
        }
      }
    } catch (error) {
      onFault(error);
    }
    if (!this.#stopped) this.#timer = timers.after(EVERY_MS, () => this.start());
  }
}
