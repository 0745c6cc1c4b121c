import { requireTopK } from "./retrieval-errors.ts";

/** An item that a retriever chose. */
export interface Ranked<Item> {
  readonly item: Item;
  /** Higher is better; comparable only within one retrieval. */
  readonly score: number;
  /** From 0, best first. */
  readonly rank: number;
}

/** The `topK` best of the candidates, in the order of `items`. Of equal scores the earlier item wins. */
export function bestInOrder<Item>(
  items: readonly Item[],
  scores: ArrayLike<number>,
  topK: number,
  isCandidate: (score: number) => boolean,
): Ranked<Item>[] {
  requireTopK(topK);
  const chosen: { item: Item; score: number; index: number }[] = [];
  items.forEach((item, index) => {
    const score = scores[index] ?? 0;
    if (isCandidate(score)) chosen.push({ item, score, index });
  });
  return chosen
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, topK)
    .map((entry, rank) => ({ ...entry, rank }))
    .sort((a, b) => a.index - b.index)
    .map(({ item, score, rank }) => ({ item, score, rank }));
}
