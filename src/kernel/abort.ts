import { AbortedError, TimedOutError } from "./errors.ts";

/** Throws {@link AbortedError} (or the signal's own typed reason) once `signal` has fired. */
export function throwIfAborted(signal: AbortSignal, what: string): void {
  if (signal.aborted) throw abortReason(signal, what);
}

/** The typed error that stands for a fired signal: a time-out keeps its own error, all else is {@link AbortedError}. */
export function abortReason(signal: AbortSignal, what: string): AbortedError | TimedOutError {
  const reason: unknown = signal.reason;
  if (reason instanceof TimedOutError || reason instanceof AbortedError) return reason;
  return new AbortedError(what, { cause: reason });
}

/** A signal that fires with a {@link TimedOutError} after `limitMs`, or when `parent` fires. Dispose it to free the timer. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  constructor(what: string, limitMs: number, parent?: AbortSignal) {
    const own = new AbortController();
    this.#timer = setTimeout(() => own.abort(new TimedOutError(what, limitMs)), limitMs);
    this.#timer.unref();
    this.signal = parent ? AbortSignal.any([own.signal, parent]) : own.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
