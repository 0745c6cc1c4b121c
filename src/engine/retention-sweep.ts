import type { Clock, Timers } from "#kernel";
import { TaskEndedError, VersionConflictError } from "./errors.ts";
import type { TaskCommits } from "./lifecycle/task-commits.ts";
import type { TaskStore } from "./ports.ts";
import type { TaskFailure, TaskId } from "./task.ts";

const INPUT_NOT_GIVEN: TaskFailure = {
  code: "input-not-given",
  message: "Nobody answered the question in time.",
};

export interface RetentionSweepDeps {
  readonly tasks: TaskStore;
  readonly commits: TaskCommits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly everyMs: number;
  readonly retentionMs: number;
  readonly maxTasks: number;
  /** True where this sweep is this instance's to do. */
  readonly claim: () => Promise<boolean>;
  readonly onRemoved: (count: number) => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * Removes from time to time what is kept no longer, and ends the tasks whose question nobody answered for as long: they
 * would never end, and whoever may send could fill the store with them. One sweep at a time; one that fails is tried
 * again at the next turn.
 */
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
    this.#sweeping = this.#turn();
  }

  /** Waits for a sweep that is at work. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#timer?.[Symbol.dispose]();
    await this.#sweeping;
  }

  async #turn(): Promise<void> {
    try {
      if (await this.#deps.claim()) await this.#sweep();
    } catch (error) {
      this.#deps.onFault(error);
    }
    if (!this.#stopped) this.#timer = this.#deps.timers.after(this.#deps.everyMs, () => this.start());
  }

  async #sweep(): Promise<void> {
    const { tasks, clock, retentionMs, maxTasks } = this.#deps;
    const olderThan = clock.now() - retentionMs;
    // First what needs no room: where the disk is full, removing makes some for the rest.
    const removed = await tasks.removeFinished({ olderThan, maxTasks });
    if (removed > 0) this.#deps.onRemoved(removed);
    for await (const id of tasks.unanswered(olderThan)) {
      if (this.#stopped) return;
      await this.#endUnanswered(id, olderThan);
    }
  }

  /** An answer that comes at the same moment wins: it may even have led to another question since. */
  async #endUnanswered(id: TaskId, olderThan: number): Promise<void> {
    const { tasks, commits } = this.#deps;
    const task = await tasks.load(id);
    if (task === undefined || task.statusAt >= olderThan) return;
    const planned = commits.plan(task, { type: "answer-missed", failure: INPUT_NOT_GIVEN });
    if (planned.kind === "refused") return;
    try {
      await commits.store(planned.change);
    } catch (error) {
      if (!(error instanceof VersionConflictError || error instanceof TaskEndedError)) throw error;
    }
  }
}
