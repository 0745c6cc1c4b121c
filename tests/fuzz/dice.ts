import { seededRandom } from "../kill/seeded-random.ts";

/** Chance that is the same for the same seed. */
export interface Dice {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

export function rollDice(seed: number): Dice {
  const random = seededRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  return {
    below,
    chance: (share) => random() < share,
    pick(items) {
      if (items.length === 0) throw new RangeError("There is nothing to pick.");
      return items[below(items.length)] as (typeof items)[number];
    },
  };
}
