import type { LimitedThing } from "./outcome.ts";

/** Leaves a parser from deep inside once a limit is passed. Internal: the worker turns it into a `too-large` outcome. */
export class LimitReached extends Error {
  readonly what: LimitedThing;
  readonly limit: number;

  constructor(what: LimitedThing, limit: number) {
    super(`More ${what} than ${limit}.`);
    this.what = what;
    this.limit = limit;
  }
}
