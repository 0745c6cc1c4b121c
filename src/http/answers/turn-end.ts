/**
 * Lets the answers that were made in one turn of the event loop leave together at its end. Each write to a line wakes
 * whoever reads at its other end, and on one machine that costs more than making the answer did; written one right
 * after the other, they wake the reader once.
 */
export class TurnEnd {
  #end: Promise<void> | undefined;

  /** Resolves when all that came in this turn has been seen to. */
  reached(): Promise<void> {
    this.#end ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#end = undefined;
        resolve();
      });
    });
    return this.#end;
  }
}
