/**
 * What the worker is busy with; the main thread reads it to know which time limit runs. A call is `queued` until a
 * thread has taken it up.
 */
export const PHASE = { queued: 0, program: 1, host: 2, waiting: 3 } as const;

export type Phase = (typeof PHASE)[keyof typeof PHASE];

/** A few integers that both threads see: they work where the worker is too busy to read a message. */
export type Control = Int32Array<SharedArrayBuffer>;

const PHASE_AT = 0;
const REPLIES_AT = 1;

/** Longest single wait; a worker that is terminated meanwhile wakes at once, this only bounds a lost wake-up. */
const WAIT_MS = 1_000;

export function newControl(): Control {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

export function phaseOf(control: Control): Phase {
  const phase = Atomics.load(control, PHASE_AT);
  return Object.values(PHASE).find((known) => known === phase) ?? PHASE.queued;
}

/** Worker: the call has been taken up. */
export function markWorking(control: Control): void {
  Atomics.store(control, PHASE_AT, PHASE.host);
}

/** Runs `work` as `phase`, then goes back to the phase before. */
export function inPhase<Value>(control: Control, phase: Phase, work: () => Value): Value {
  const before = Atomics.exchange(control, PHASE_AT, phase);
  try {
    return work();
  } finally {
    Atomics.store(control, PHASE_AT, before);
  }
}

/** Main thread: a reply has been posted. */
export function announceReply(control: Control): void {
  Atomics.add(control, REPLIES_AT, 1);
  Atomics.notify(control, REPLIES_AT);
}

/** Worker: number of replies so far, to be read before a request is posted. */
export function repliesSeen(control: Control): number {
  return Atomics.load(control, REPLIES_AT);
}

/** Worker: blocks its thread until there are more replies than `seen`. */
export function waitForReply(control: Control, seen: number): void {
  while (Atomics.load(control, REPLIES_AT) === seen) Atomics.wait(control, REPLIES_AT, seen, WAIT_MS);
}
