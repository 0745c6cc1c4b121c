export { BM25_DEFAULTS, Bm25Index, type Bm25Options, bm25Index, type Keywords } from "./bm25-index.ts";
export type { Ranked } from "./rank.ts";
export { InvalidRetrievalError, type RetrievalError, VectorDimensionError } from "./retrieval-errors.ts";
export { bm25IndexOfChunks, type RetrievedChunk, retrieveBm25 } from "./retrieve-bm25.ts";
export {
  embeddingScores,
  type PageVector,
  rankByEmbedding,
  retrieveByEmbedding,
  retrieveByMultimodalEmbedding,
  type Vector,
} from "./retrieve-by-embedding.ts";
export { stem } from "./stem.ts";
export { STOP_WORDS } from "./stop-words.ts";
export { normaliseNumber, tokenize } from "./tokenize.ts";
export { forEachWord } from "./words.ts";
