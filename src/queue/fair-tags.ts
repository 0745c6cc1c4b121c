/** Where an owner stands in the order of turns. */
export interface Standing {
  /** Tag of what is served now. */
  readonly now: number;
  /** Highest tag that a job of the owner has; 0 where it has none. */
  readonly last: number;
}

/**
 * Turns between owners as one number a job, so that any queue that goes by number is fair: an owner's next job comes one
 * behind its last, and nobody comes before what is served now. An owner's thousand jobs are spread out over a thousand
 * turns, and another's one is among the first. (Fair queueing by start tags.)
 */
export class FairTags {
  readonly #standings = new Map<string, { next: number; holders: number }>();

  /** Remembers where an owner stands, until the returned hold is disposed. */
  note(ownerKey: string, { now, last }: Standing): Disposable {
    const standing = this.#standings.get(ownerKey) ?? { next: 0, holders: 0 };
    standing.next = Math.max(standing.next, Math.max(now, last) + 1);
    standing.holders += 1;
    this.#standings.set(ownerKey, standing);
    return {
      [Symbol.dispose]: () => {
        standing.holders -= 1;
        if (standing.holders === 0) this.#standings.delete(ownerKey);
      },
    };
  }

  /** Tag of the owner's next job. Of an owner that was not noted: before all others. */
  take(ownerKey: string): number {
    const standing = this.#standings.get(ownerKey);
    if (standing === undefined) return 0;
    standing.next += 1;
    return standing.next - 1;
  }
}
