import type { Timers } from "#kernel";
import type { ChangeHints, TaskStore } from "../ports.ts";
import type { TaskId } from "../task.ts";
import type { RunControl } from "./run-control.ts";

export interface RunWatchDeps {
  readonly tasks: Pick<TaskStore, "stoppedAmong">;
  readonly hints: ChangeHints;
  readonly timers: Timers;
  /** Longest time until a run hears what another instance did to its task, in milliseconds. */
  readonly everyMs: number;
}

/** A hint is waited for this long at a time, in milliseconds. */
const BETWEEN_HINTS_MS = 60_000;

/** The key under which a cancel is hinted at. Apart from the task's own, which every word of a run would wake. */
export function cancelHint(id: TaskId): string {
  return `${id}/cancel`;
}

/**
 * Tells the runs of this instance what another one did to their tasks: at once where the hint arrives, and with the next
 * look where it is lost. One look asks for all runs together.
 */
export class RunWatch implements Disposable {
  readonly #deps: RunWatchDeps;
  readonly #controls = new Map<TaskId, RunControl>();
  #timer: Disposable | undefined;

  constructor(deps: RunWatchDeps) {
    this.#deps = deps;
  }

  /** Watches over a run until it is told to stop or `forget` is disposed. */
  watch(control: RunControl): Disposable {
    const { taskId } = control;
    const left = new AbortController();
    this.#controls.set(taskId, control);
    this.#timer ??= this.#nextLook();
    void this.#followHints(control, AbortSignal.any([left.signal, control.signal]));
    return {
      [Symbol.dispose]: () => {
        left.abort();
        if (this.#controls.get(taskId) === control) this.#controls.delete(taskId);
        if (this.#controls.size === 0) this[Symbol.dispose]();
      },
    };
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  async #followHints(control: RunControl, left: AbortSignal): Promise<void> {
    const { taskId } = control;
    while (!left.aborted) {
      await this.#deps.hints.wait(cancelHint(taskId), BETWEEN_HINTS_MS, left);
      if (!left.aborted) await this.#look([taskId]);
    }
  }

  #nextLook(): Disposable {
    return this.#deps.timers.after(this.#deps.everyMs, () => {
      void this.#look([...this.#controls.keys()]).then(() => {
        this.#timer = this.#controls.size === 0 ? undefined : this.#nextLook();
      });
    });
  }

  async #look(ids: readonly TaskId[]): Promise<void> {
    try {
      for (const id of await this.#deps.tasks.stoppedAmong(ids)) this.#controls.get(id)?.cancel();
    } catch {
      // A store that does not answer is told by those whose work fails for it; the next look asks again.
    }
  }
}
