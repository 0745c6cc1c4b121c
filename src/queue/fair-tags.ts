/** Where an owner stands in the order of turns. */
export interface Standing {
  /** Tag of what is served now. */
  readonly now: number;
  /** Highest tag that a job of the owner has; 0 where it has none. */
  readonly last: number;
  /** How many of its jobs have that tag. */
  readonly atLast: number;
}

/** As far as the numbers go that the queue orders by; only one that has not been empty for years comes there. */
const HIGHEST_TAG = 2 ** 31 - 1;

interface Position {
  tag: number;
  given: number;
  holders: number;
}

/**
 * Turns between owners as one number a job, so that any queue that goes by number is fair: an owner's next jobs come one
 * behind its last, as many at once as their priority says, and nobody comes before what is served now. An owner's thousand
 * jobs are spread out over many turns, and another's one is among the first. (Fair queueing by start tags.)
 */
export class FairTags {
  readonly #positions = new Map<string, Position>();

  /** Remembers where an owner stands, until the returned hold is disposed. */
  note(ownerKey: string, { now, last, atLast }: Standing): Disposable {
    const position = this.#positions.get(ownerKey) ?? { tag: 0, given: 0, holders: 0 };
    const [tag, given] = last > now ? [last, atLast] : [now + 1, 0];
    if (tag > position.tag) Object.assign(position, { tag, given });
    else if (tag === position.tag) position.given = Math.max(position.given, given);
    position.holders += 1;
    this.#positions.set(ownerKey, position);
    return {
      [Symbol.dispose]: () => {
        position.holders -= 1;
        if (position.holders === 0) this.#positions.delete(ownerKey);
      },
    };
  }

  /** Tag of the owner's next job. Of an owner that was not noted: before all others. */
  take(ownerKey: string, priority: number): number {
    const position = this.#positions.get(ownerKey);
    if (position === undefined) return 0;
    if (position.given >= priority) {
      position.tag = Math.min(position.tag + 1, HIGHEST_TAG);
      position.given = 0;
    }
    position.given += 1;
    return position.tag;
  }
}
