import { AbortedError, abortReason, TimedOutError } from "#kernel";
import { ShuttingDownError, VersionConflictError } from "../errors.ts";
import type { EngineObserver, StopCause } from "../observer.ts";
import type { TaskId } from "../task.ts";

/** The switch of one run: tells it to stop, and from then on lets nothing of it through. */
export class RunControl {
  readonly taskId: TaskId;
  readonly #observe: EngineObserver;
  readonly #controller = new AbortController();
  readonly #stopped = Promise.withResolvers<StopCause>();
  #cause: StopCause | undefined;
  #ended = false;
  #fault: { readonly error: unknown } | undefined;

  constructor(taskId: TaskId, observe: EngineObserver) {
    this.taskId = taskId;
    this.#observe = observe;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get cause(): StopCause | undefined {
    return this.#cause;
  }

  /** Resolves when the run is told to stop. */
  get stopped(): Promise<StopCause> {
    return this.#stopped.promise;
  }

  /** A store that failed under the run: its task is to be run again, and not to be failed for it. */
  get fault(): { readonly error: unknown } | undefined {
    return this.#fault;
  }

  cancel(): void {
    this.#stop("canceled", new AbortedError("The task"));
  }

  timeOut(limitMs: number): void {
    this.#stop("timed-out", new TimedOutError("The task", limitMs));
  }

  shutDown(): void {
    this.#stop("shutdown", new AbortedError("The run", { cause: new ShuttingDownError() }));
  }

  overtake(): void {
    const cause = new VersionConflictError(this.taskId);
    this.#stop("overtaken", new AbortedError("The run", { cause }));
  }

  /** The run has ended: what it still writes comes late. */
  end(): void {
    this.#ended = true;
  }

  noteFault(error: unknown): void {
    this.#fault ??= { error };
  }

  /** @throws AbortedError or TimedOutError once the run was told to stop, or has ended */
  throwIfStopped(): void {
    if (this.#cause !== undefined || this.#ended) throw abortReason(this.signal, "The run");
  }

  /** As `throwIfStopped`, for a write, which counts as dropped. */
  throwIfLate(): void {
    if (this.#cause !== undefined || this.#ended) this.dropLate();
    this.throwIfStopped();
  }

  /** Counts something that came too late to be stored. */
  dropLate(): void {
    this.#observe({ type: "late-write-dropped", taskId: this.taskId, cause: this.#cause ?? "ended" });
  }

  #stop(cause: StopCause, reason: Error): void {
    if (this.#cause !== undefined) return;
    this.#cause = cause;
    this.#stopped.resolve(cause);
    this.#controller.abort(reason);
  }
}
