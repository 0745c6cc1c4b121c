/** Bounds of one run of a program. Times in milliseconds, memory in bytes, texts in UTF-16 units. */
export interface WorkbenchLimits {
  /** Memory of the program's own JavaScript engine. */
  readonly memoryBytes: number;
  readonly stackBytes: number;
  /** All documents of a run together; bounds the memory of the thread around the engine. */
  readonly documentCharacters: number;
  /** Run time of the program itself, without the functions that it calls. */
  readonly programMs: number;
  /** Run time of program, chunking and retrieval together; waiting for embeddings is not counted. */
  readonly workMs: number;
  readonly sourceCharacters: number;
  readonly taskCharacters: number;
  readonly adviceCharacters: number;
  /** Longest text that a program may compose as a chunk, and largest `size` of a chunker. */
  readonly chunkCharacters: number;
  /** Longest text that `transformOutputs` may return. */
  readonly outputCharacters: number;
  /** Chunks that one run of a program may make. */
  readonly chunks: number;
  /** Texts that one run of a program may compose as chunks. */
  readonly composedChunks: number;
  readonly keywords: number;
  readonly queries: number;
  /** Distinct queries that one run may have embedded. */
  readonly embeddedQueries: number;
  /** Longest keyword or query. */
  readonly queryCharacters: number;
  readonly pagesPerChunk: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_WORKBENCH_LIMITS: WorkbenchLimits = {
  memoryBytes: 128 * MEBIBYTE,
  stackBytes: MEBIBYTE / 2,
  documentCharacters: 100_000_000,
  programMs: 5_000,
  workMs: 60_000,
  sourceCharacters: 100_000,
  taskCharacters: 4_000,
  adviceCharacters: 4_000,
  chunkCharacters: 50_000,
  outputCharacters: 200_000,
  chunks: 100_000,
  composedChunks: 1_000,
  keywords: 200,
  queries: 20,
  embeddedQueries: 200,
  queryCharacters: 2_000,
  pagesPerChunk: 50,
};
