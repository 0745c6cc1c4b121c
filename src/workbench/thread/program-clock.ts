import { type Control, inPhase, PHASE } from "./control.ts";

/** Measures how long a program itself runs, without the calls that it makes, and tells the main thread which it is. */
export class ProgramClock {
  readonly #control: Control;
  readonly #nowMs: () => number;
  #startedMs: number | undefined;
  #awayMs = 0;

  /** @param nowMs a monotonic clock. */
  constructor(control: Control, nowMs: () => number) {
    this.#control = control;
    this.#nowMs = nowMs;
  }

  /** Milliseconds that the program has run so far. */
  get elapsedMs(): number {
    return this.#startedMs === undefined ? 0 : this.#nowMs() - this.#startedMs - this.#awayMs;
  }

  /** Runs the program. */
  run<Value>(program: () => Value): Value {
    this.#startedMs ??= this.#nowMs();
    return inPhase(this.#control, PHASE.program, program);
  }

  /** Runs something that the program called; its time is not the program's. */
  away<Value>(call: () => Value): Value {
    const leftMs = this.#nowMs();
    try {
      return inPhase(this.#control, PHASE.host, call);
    } finally {
      this.#awayMs += this.#nowMs() - leftMs;
    }
  }
}
