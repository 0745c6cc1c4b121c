import type { Chunk } from "../chunk.ts";
import { bestInOrder, type Ranked } from "./rank.ts";
import { InvalidRetrievalError, VectorDimensionError } from "./retrieval-errors.ts";
import type { RetrievedChunk } from "./retrieve-bm25.ts";

/** An embedding as models return it. */
export type Vector = Float32Array | readonly number[];

/** The embedding of a page's picture, by a multimodal model. */
export interface PageVector {
  readonly documentId: string;
  /** 0-based. */
  readonly page: number;
  readonly vector: Vector;
}

/**
 * The `topK` items whose vectors have the largest inner product with the sum of the queries' vectors, in the order of
 * `items`. Serves images, pages and whatever else has a vector.
 *
 * @throws {VectorDimensionError} where vectors differ in length.
 * @throws {InvalidRetrievalError} where `topK` is below 1, there is no query, or items and vectors differ in number.
 */
export function rankByEmbedding<Item>(
  items: readonly Item[],
  itemVectors: readonly Vector[],
  queryVectors: readonly Vector[],
  topK: number,
): Ranked<Item>[] {
  const scores = embeddingScores(itemVectors, queryVectors);
  if (items.length !== itemVectors.length) {
    throw new InvalidRetrievalError(
      "vectors",
      `${itemVectors.length} long`,
      `one for each of ${items.length} items`,
    );
  }
  return bestInOrder(items, scores, topK, () => true);
}

/** {@link rankByEmbedding} over chunks and the vectors of their texts. */
export function retrieveByEmbedding(
  chunks: readonly Chunk[],
  chunkVectors: readonly Vector[],
  queryVectors: readonly Vector[],
  topK: number,
): RetrievedChunk[] {
  return rankByEmbedding(chunks, chunkVectors, queryVectors, topK).map(toRetrievedChunk);
}

/**
 * Retrieval over pictures of pages: a chunk is worth as much as the best of its pages. Chunks none of whose pages has
 * a vector, or that stand on no page, are never chosen.
 *
 * @throws as {@link rankByEmbedding}.
 */
export function retrieveByMultimodalEmbedding(
  chunks: readonly Chunk[],
  pageVectors: readonly PageVector[],
  queryVectors: readonly Vector[],
  topK: number,
): RetrievedChunk[] {
  const scores = embeddingScores(
    pageVectors.map((page) => page.vector),
    queryVectors,
  );
  const byPage = new Map<string, Map<number, number>>();
  pageVectors.forEach(({ documentId, page }, index) => {
    const pages = byPage.get(documentId) ?? new Map<number, number>();
    pages.set(page, Math.max(pages.get(page) ?? Number.NEGATIVE_INFINITY, scores[index] ?? 0));
    byPage.set(documentId, pages);
  });
  const chunkScores = chunks.map((chunk) => bestPage(chunk, byPage));
  return bestInOrder(chunks, chunkScores, topK, (score) => score > Number.NEGATIVE_INFINITY).map(
    toRetrievedChunk,
  );
}

/** Inner products with the sum of the queries' vectors; 64-bit, so that order does not hang on rounding. */
export function embeddingScores(vectors: readonly Vector[], queryVectors: readonly Vector[]): Float64Array {
  const sum = sumOf(queryVectors);
  return Float64Array.from(vectors, (vector) => {
    if (vector.length !== sum.length) throw new VectorDimensionError("A vector", sum.length, vector.length);
    let product = 0;
    for (let index = 0; index < sum.length; index += 1) product += (sum[index] ?? 0) * (vector[index] ?? 0);
    if (!Number.isFinite(product)) throw new InvalidRetrievalError("vectors", "not finite", "finite numbers");
    return product;
  });
}

function sumOf(queryVectors: readonly Vector[]): Float64Array {
  const dimensions = queryVectors[0]?.length ?? 0;
  if (dimensions === 0) throw new InvalidRetrievalError("queries", "empty", "at least one vector");
  const sum = new Float64Array(dimensions);
  for (const query of queryVectors) {
    if (query.length !== dimensions)
      throw new VectorDimensionError("A query vector", dimensions, query.length);
    for (let index = 0; index < dimensions; index += 1) sum[index] = (sum[index] ?? 0) + (query[index] ?? 0);
  }
  return sum;
}

function bestPage(chunk: Chunk, byPage: ReadonlyMap<string, ReadonlyMap<number, number>>): number {
  const pages = chunk.location && byPage.get(chunk.location.documentId);
  if (!chunk.location || !pages) return Number.NEGATIVE_INFINITY;
  let best = Number.NEGATIVE_INFINITY;
  for (let page = chunk.location.firstPage; page <= chunk.location.lastPage; page += 1) {
    best = Math.max(best, pages.get(page) ?? Number.NEGATIVE_INFINITY);
  }
  return best;
}

function toRetrievedChunk({ item, score, rank }: Ranked<Chunk>): RetrievedChunk {
  return { chunk: item, score, rank };
}
