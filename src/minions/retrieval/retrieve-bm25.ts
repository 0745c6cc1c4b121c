import type { Chunk } from "../chunk.ts";
import { type Bm25Index, bm25Index, type Keywords } from "./bm25-index.ts";
import { bestInOrder } from "./rank.ts";
import { InvalidRetrievalError } from "./retrieval-errors.ts";

/** A chunk that a retriever chose. */
export interface RetrievedChunk {
  readonly chunk: Chunk;
  /** Higher is better; comparable only within one retrieval. */
  readonly score: number;
  /** From 0, best first. */
  readonly rank: number;
}

/** An index over chunks, to be built once where the same chunks are searched several times. */
export function bm25IndexOfChunks(chunks: readonly Chunk[]): Bm25Index {
  return bm25Index(chunks.map((chunk) => (chunk.preamble ? `${chunk.preamble}\n${chunk.text}` : chunk.text)));
}

/**
 * The `topK` chunks that hold the keywords best, in the order in which `chunks` has them (document order, where they
 * come from a chunker). Chunks that hold no keyword are never among them, so fewer may come back, or none.
 *
 * @param index of exactly these chunks, from {@link bm25IndexOfChunks}; made here when not given.
 * @throws {InvalidRetrievalError} where `topK` is below 1 or a weight is negative or no number.
 */
export function retrieveBm25(
  chunks: readonly Chunk[],
  keywords: Keywords,
  topK: number,
  index: Bm25Index = bm25IndexOfChunks(chunks),
): RetrievedChunk[] {
  if (index.size !== chunks.length) {
    throw new InvalidRetrievalError(
      "index",
      `of ${index.size} texts`,
      `of the ${chunks.length} chunks given`,
    );
  }
  return bestInOrder(chunks, index.score(keywords), topK, (score) => score > 0).map(
    ({ item, score, rank }) => ({
      chunk: item,
      score,
      rank,
    }),
  );
}
