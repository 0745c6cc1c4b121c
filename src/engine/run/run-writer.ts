import { VersionConflictError } from "../errors.ts";
import type { TaskCommits } from "../lifecycle/task-commits.ts";
import type { TaskHappening } from "../lifecycle/transition.ts";
import type { StoredTask } from "../task.ts";
import type { RunControl } from "./run-control.ts";
import type { ToldBefore } from "./told-before.ts";

/**
 * Writes what one run does, one change after the other in the order of the calls. It knows the row as this run left
 * it; a row that somebody else changed means that the run has lost its task, and it writes nothing more.
 */
export class RunWriter {
  readonly #commits: TaskCommits;
  readonly #control: RunControl;
  readonly #toldBefore: ToldBefore;
  #task: StoredTask;
  #last: Promise<unknown> = Promise.resolve();

  constructor(commits: TaskCommits, control: RunControl, task: StoredTask, toldBefore: ToldBefore) {
    this.#commits = commits;
    this.#control = control;
    this.#task = task;
    this.#toldBefore = toldBefore;
  }

  /**
   * Durable once it resolves.
   * @throws AbortedError or TimedOutError when the run was told to stop, has ended, or lost its task
   */
  write(happening: TaskHappening): Promise<void> {
    const written = this.#last.then(() => this.#writeNow(happening));
    // Also keeps a runner that does not wait for its words from taking the process down when they come too late.
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #writeNow(happening: TaskHappening): Promise<void> {
    this.#control.throwIfLate();
    const fresh = this.#toldBefore.keepNew(happening);
    if (fresh === undefined) return;
    const planned = this.#commits.plan(this.#task, fresh);
    if (planned.kind === "refused") return this.#lose();
    try {
      this.#task = await this.#commits.store(planned.change);
    } catch (error) {
      if (error instanceof VersionConflictError) return this.#lose();
      this.#control.noteFault(error);
      throw error;
    }
    // Another instance may have set it: the row that came back is the first that this run hears of it.
    if (this.#task.cancelRequested) this.#control.cancel();
  }

  #lose(): void {
    this.#control.overtake();
    this.#control.throwIfLate();
  }
}
