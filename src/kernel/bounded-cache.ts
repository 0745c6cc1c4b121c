interface Kept<Value> {
  readonly value: Value;
  readonly weight: number;
}

/** Part of the weight that is left when room is made. */
const SHED_TO = 0.75;

/**
 * Keeps what was put last, up to a total weight in whatever unit the caller counts. What was put first goes first,
 * however often it was asked for: asking then costs one look-up, and what is wanted still comes back soon.
 */
export class BoundedCache<Key, Value> {
  readonly #kept = new Map<Key, Kept<Value>>();
  readonly #maxWeight: number;
  readonly #maxEach: number;
  #weight = 0;

  /** `maxEach` keeps one heavy value from pushing out all others. */
  constructor({ maxWeight, maxEach }: { readonly maxWeight: number; readonly maxEach: number }) {
    this.#maxWeight = maxWeight;
    this.#maxEach = maxEach;
  }

  get(key: Key): Value | undefined {
    return this.#kept.get(key)?.value;
  }

  /** Takes the place of what was there; what is too heavy is not kept, and neither is what it would have replaced. */
  set(key: Key, value: Value, weight: number): void {
    this.delete(key);
    if (weight > this.#maxEach) return;
    this.#kept.set(key, { value, weight });
    this.#weight += weight;
    if (this.#weight > this.#maxWeight) this.#shed();
  }

  delete(key: Key): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#weight -= kept.weight;
  }

  clear(): void {
    this.#kept.clear();
    this.#weight = 0;
  }

  /** Makes room for many at once: each look for the oldest passes over all that were deleted before it. */
  #shed(): void {
    const enough = this.#maxWeight * SHED_TO;
    for (const key of this.#kept.keys()) {
      if (this.#weight <= enough) return;
      this.delete(key);
    }
  }
}
