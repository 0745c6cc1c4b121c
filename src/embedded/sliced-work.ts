import { throwIfAborted } from "#kernel";

/** How work shares the thread with everything else in the process. */
export interface Slicing {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  /** Lets other work run, then resolves. */
  readonly pause: () => Promise<void>;
}

const SLICE_MS = 12;

/** Drives work that yields at its seams; gives the thread away after every slice and stops when the signal fires. */
export async function runSliced<Result>(
  work: Generator<void, Result>,
  slicing: Slicing,
  signal: AbortSignal,
): Promise<Result> {
  let sliceStart = slicing.nowMs();
  for (;;) {
    throwIfAborted(signal, "The embedded engine's work");
    const step = work.next();
    if (step.done === true) return step.value;
    if (slicing.nowMs() - sliceStart < SLICE_MS) continue;
    await slicing.pause();
    sliceStart = slicing.nowMs();
  }
}
