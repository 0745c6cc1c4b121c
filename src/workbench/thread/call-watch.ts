import type { WorkbenchLimits } from "../limits.ts";
import { type Control, PHASE, phaseOf } from "./control.ts";

/** Time between two looks at a worker, in milliseconds. */
const TICK_MS = 100;
/** What a program may run over its limit before its thread is ended: it should have been stopped from inside. */
const GRACE_MS = 500;

/**
 * Watches a worker from outside, for what cannot be stopped from inside: built-in functions that loop without end, and
 * chunking or retrieval that takes too long. Waiting for embeddings does not count. Dispose it to end the watch.
 */
export class CallWatch implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #programMs = 0;
  #workMs = 0;

  /** @param onLate called once, with what took too long. */
  constructor(
    control: Control,
    { programMs, workMs }: Pick<WorkbenchLimits, "programMs" | "workMs">,
    onLate: (message: string) => void,
  ) {
    const tick = (): void => {
      const phase = phaseOf(control);
      if (phase === PHASE.program) this.#programMs += TICK_MS;
      if (phase === PHASE.program || phase === PHASE.host) this.#workMs += TICK_MS;
      const programLate = this.#programMs > programMs + GRACE_MS;
      if (!programLate && this.#workMs <= workMs) return;
      this[Symbol.dispose]();
      onLate(
        programLate
          ? `The program ran longer than ${programMs / 1000} s. Look for an endless loop.`
          : `The program with its chunking and retrieval took longer than ${workMs / 1000} s. Make fewer chunks, or search them less often.`,
      );
    };
    this.#timer = setInterval(tick, TICK_MS);
    this.#timer.unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
