/**
 * The base of every failure that a caller can branch on.
 *
 * Each subclass has a literal `code`; one table per edge (exit codes, JSON-RPC, HTTP) turns codes into answers,
 * and `docs/reference/errors.md` lists them all. Messages are written for users: they hold no secret and no document text.
 */
export abstract class AppError<Code extends string = string> extends Error {
  abstract readonly code: Code;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The caller gave up: an AbortSignal fired before the work was done. */
export class AbortedError extends AppError<"aborted"> {
  readonly code = "aborted";

  constructor(what: string, options?: ErrorOptions) {
    super(`${what} was aborted.`, options);
  }
}

/** A time limit passed. `limitMs` is the limit in milliseconds, `what` the work that it bounded. */
export class TimedOutError extends AppError<"timed-out"> {
  readonly code = "timed-out";
  readonly what: string;
  readonly limitMs: number;

  constructor(what: string, limitMs: number, options?: ErrorOptions) {
    super(`${what} took longer than ${limitMs} ms.`, options);
    this.what = what;
    this.limitMs = limitMs;
  }
}

export type KernelError = AbortedError | TimedOutError;

/** One text line from anything thrown, for messages that wrap a cause. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
