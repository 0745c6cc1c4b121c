import { AbortedError } from "#kernel";
import { VersionConflictError } from "../errors.ts";
import type { TaskCommits } from "../lifecycle/task-commits.ts";
import type { TaskHappening } from "../lifecycle/transition.ts";
import type { TaskChange } from "../ports.ts";
import type { StoredTask } from "../task.ts";
import type { RunControl } from "./run-control.ts";
import type { StorePatience } from "./store-patience.ts";
import type { ToldBefore } from "./told-before.ts";

/** Happenings that share one transaction at most; so that none grows without bound. */
const MAX_TOGETHER = 100;

interface Write {
  readonly happening: TaskHappening;
  readonly done: PromiseWithResolvers<void>;
}

export interface RunWriterDeps {
  readonly commits: TaskCommits;
  readonly control: RunControl;
  readonly patience: StorePatience;
  /** As the run began it. */
  readonly task: StoredTask;
  readonly toldBefore: ToldBefore;
  /** Called when something new was stored. */
  readonly gotFurther: () => void;
}

/**
 * Writes what one run does, in the order of the calls; what comes while a transaction is under way shares the next one.
 * It knows the row as this run left it; a row that somebody else changed means that the run has lost its task, and it
 * writes nothing more.
 */
export class RunWriter {
  readonly #commits: TaskCommits;
  readonly #control: RunControl;
  readonly #patience: StorePatience;
  readonly #toldBefore: ToldBefore;
  readonly #gotFurther: () => void;
  readonly #waiting: Write[] = [];
  #task: StoredTask;
  #writing = false;
  #ending = false;

  constructor({ commits, control, patience, task, toldBefore, gotFurther }: RunWriterDeps) {
    this.#commits = commits;
    this.#control = control;
    this.#patience = patience;
    this.#task = task;
    this.#toldBefore = toldBefore;
    this.#gotFurther = gotFurther;
  }

  /**
   * Durable once it resolves.
   * @throws AbortedError or TimedOutError when the run was told to stop, has ended, or lost its task
   */
  write(happening: TaskHappening): Promise<void> {
    const write: Write = { happening, done: Promise.withResolvers() };
    if (this.#ending) {
      this.#control.dropLate();
      write.done.reject(new AbortedError("The run"));
    } else {
      this.#waiting.push(write);
      if (!this.#writing) void this.#drain();
    }
    // A runner that does not wait for its words must not take the process down when they come too late.
    write.done.promise.catch(() => undefined);
    return write.done.promise;
  }

  /** Writes how the run ended, after all that it wrote before. What it still writes comes late. */
  end(happening: TaskHappening): Promise<void> {
    const written = this.write(happening);
    this.#ending = true;
    return written;
  }

  /** Never rejects: every failure goes to those whose writes it was. */
  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, MAX_TOGETHER).filter((write) => !this.#refuseIfLate(write));
      try {
        const stored = await this.#store(together);
        for (const write of together) if (stored || !this.#refuseIfLate(write)) write.done.resolve();
      } catch (error) {
        this.#control.noteFault(error);
        for (const { done } of together) done.reject(error);
      }
    }
    this.#writing = false;
  }

  #refuseIfLate({ done }: Write): boolean {
    try {
      this.#control.throwIfLate();
      return false;
    } catch (error) {
      done.reject(error);
      return true;
    }
  }

  /** False when the run has lost its task; it is told to stop then. */
  async #store(together: readonly Write[]): Promise<boolean> {
    try {
      const change = this.#changeOf(together);
      if (change !== undefined) {
        this.#task = await this.#patience.untilAnswered((again) =>
          again ? this.#commits.storeAgain(change) : this.#commits.store(change),
        );
        this.#gotFurther();
      }
    } catch (error) {
      if (!(error instanceof VersionConflictError)) throw error;
      this.#control.overtake();
      return false;
    }
    // Another instance may have set it: the row that came back is the first that this run hears of it.
    if (this.#task.cancelRequested) this.#control.cancel();
    return true;
  }

  /**
   * One change of all that is new; undefined where nothing is.
   * @throws VersionConflictError where the task as this run left it takes no more
   */
  #changeOf(together: readonly Write[]): TaskChange | undefined {
    let whole: TaskChange | undefined;
    for (const { happening } of together) {
      const fresh = this.#toldBefore.keepNew(happening);
      if (fresh === undefined) continue;
      const planned = this.#commits.plan(whole?.task ?? this.#task, fresh);
      if (planned.kind === "refused") throw new VersionConflictError(this.#task.id);
      whole = { ...planned.change, events: [...(whole?.events ?? []), ...planned.change.events] };
    }
    return whole;
  }
}
