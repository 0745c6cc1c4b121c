import { VersionConflictError } from "../errors.ts";
import type { EngineObserver } from "../observer.ts";
import type { JournalStore } from "../ports.ts";
import type { RunControl } from "./run-control.ts";
import type { StorePatience } from "./store-patience.ts";

export interface JournalStepsDeps {
  readonly journal: JournalStore;
  readonly control: RunControl;
  readonly patience: StorePatience;
  /** The task's `runs` since this one began. */
  readonly run: number;
  readonly observe: EngineObserver;
  /** Called when a result was stored. */
  readonly gotFurther: () => void;
}

/** The steps of one run over the task's journal: a step that is stored is paid and is not run again. */
export class JournalSteps {
  readonly #journal: JournalStore;
  readonly #control: RunControl;
  readonly #patience: StorePatience;
  readonly #run: number;
  readonly #observe: EngineObserver;
  readonly #gotFurther: () => void;
  /** Results, as JSON texts, of steps at work now. */
  readonly #atWork = new Map<string, Promise<string>>();

  constructor({ journal, control, patience, run, observe, gotFurther }: JournalStepsDeps) {
    this.#journal = journal;
    this.#control = control;
    this.#patience = patience;
    this.#run = run;
    this.#observe = observe;
    this.#gotFurther = gotFurther;
  }

  async once<Value>(stepPath: string, requestHash: string, run: () => Promise<Value>): Promise<Value> {
    this.#control.throwIfStopped();
    const key = `${requestHash} ${stepPath}`;
    let result = this.#atWork.get(key);
    if (result === undefined) {
      result = this.#perform(stepPath, requestHash, run).finally(() => this.#atWork.delete(key));
      this.#atWork.set(key, result);
    } else {
      this.#tell(stepPath, "shared");
    }
    return JSON.parse(await result);
  }

  /** Resolves once no step is at work: a result that was paid for is stored by then, also for a run that left. */
  async settled(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.allSettled(this.#atWork.values());
  }

  async #perform(stepPath: string, requestHash: string, run: () => Promise<unknown>): Promise<string> {
    const step = { taskId: this.#control.taskId, stepPath, run: this.#run };
    const stored = await this.#stored(() => this.#journal.find(step));
    if (stored?.requestHash === requestHash) {
      this.#tell(stepPath, "hit");
      return stored.result;
    }
    this.#tell(stepPath, stored === undefined ? "miss" : "mismatch");
    // The look-up took time: nothing new is paid for once the run was told to stop.
    this.#control.throwIfStopped();
    const result = toJson(stepPath, await run());
    if (this.#mayStore()) {
      await this.#stored(() => this.#journal.put(step, requestHash, result));
      this.#gotFurther();
    }
    return result;
  }

  /** A task that goes on, here or after the next start, keeps what it paid; one that ended or was lost has no use for it. */
  #mayStore(): boolean {
    const { cause } = this.#control;
    return cause === undefined || cause === "shutdown";
  }

  async #stored<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await this.#patience.untilAnswered(work);
    } catch (error) {
      if (error instanceof VersionConflictError) {
        this.#control.overtake();
        this.#control.throwIfStopped();
      }
      this.#control.noteFault(error);
      throw error;
    }
  }

  #tell(stepPath: string, outcome: "hit" | "miss" | "mismatch" | "shared"): void {
    this.#observe({ type: "journal-read", taskId: this.#control.taskId, stepPath, outcome });
  }
}

function toJson(stepPath: string, value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`The step ${stepPath} gave a value that JSON cannot hold.`);
  return text;
}
