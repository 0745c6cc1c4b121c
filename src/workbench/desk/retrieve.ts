import {
  type Bm25Index,
  bm25IndexOfChunks,
  type Chunk,
  type RetrievalMethod,
  type RetrievedChunk,
  retrieveBm25,
  retrieveByEmbedding,
} from "#minions";
import type { EmbedNow } from "../thread/caller-line.ts";
import { CallRefusedError } from "../workbench-errors.ts";

/** What to look for: weighted keywords, or queries in words. */
export type Query =
  | { readonly method: "bm25"; readonly keywords: Readonly<Record<string, number>> }
  | { readonly method: "embedding" | "multimodal-embedding"; readonly queries: readonly string[] };

export interface Retrievers {
  /** The one method that the run allows; undefined means none. */
  readonly allowed: RetrievalMethod | undefined;
  /** Absent where the local model cannot embed. */
  readonly embed: EmbedNow | undefined;
  /** Distinct queries that may be embedded: waiting for the model is on no clock, so this bounds it. */
  readonly embeddedQueries: number;
}

/** Indexes kept: programs tend to search the same chunks once for each task. */
const INDEXES_KEPT = 4;

/** The retrieval of one run; what was indexed or embedded once is not indexed or embedded again. */
export function retrieverFor({ allowed, embed, embeddedQueries }: Retrievers) {
  const asked = new Set<string>();
  const indexes = new Map<string, Bm25Index>();
  const vectors = new Map<string, Float32Array>();
  const indexOf = (chunks: readonly Chunk[]): Bm25Index => {
    const key = chunks.map((chunk) => chunk.id).join("\n");
    const index = indexes.get(key) ?? bm25IndexOfChunks(chunks);
    indexes.delete(key);
    indexes.set(key, index);
    for (const oldest of [...indexes.keys()].slice(0, -INDEXES_KEPT)) indexes.delete(oldest);
    return index;
  };
  const vectorsOf = (texts: readonly string[], embedNow: EmbedNow): Float32Array[] => {
    const missing = [...new Set(texts)].filter((text) => !vectors.has(text));
    embedNow(missing).forEach((vector, at) => {
      vectors.set(missing[at] ?? "", vector);
    });
    return texts.flatMap((text) => vectors.get(text) ?? []);
  };
  /** BM25 scores of the chunks, for ranking them where retrieval itself is not allowed. */
  const scores = (chunks: readonly Chunk[], keywords: Readonly<Record<string, number>>): Float64Array =>
    indexOf(chunks).score(keywords);
  const retrieve = (chunks: readonly Chunk[], query: Query, topK: number): RetrievedChunk[] => {
    if (query.method !== allowed) throw new CallRefusedError(refusal(query.method, allowed));
    if (chunks.length === 0) return [];
    if (query.method === "bm25") return retrieveBm25(chunks, query.keywords, topK, indexOf(chunks));
    if (!embed) throw new CallRefusedError("The local model cannot embed; choose chunks without retrieval.");
    if (query.queries.length === 0) throw new CallRefusedError("queries must hold at least one query.");
    for (const text of query.queries) asked.add(text);
    if (asked.size > embeddedQueries) {
      throw new CallRefusedError(
        `More than ${embeddedQueries} distinct queries would be embedded; ask fewer.`,
      );
    }
    const vectorOfChunk = vectorsOf(chunks.map(readableText), embed);
    return retrieveByEmbedding(chunks, vectorOfChunk, vectorsOf(query.queries, embed), topK);
  };
  return { retrieve, scores };
}

/** What a worker would read of the chunk. */
function readableText({ preamble, text }: Chunk): string {
  return preamble === undefined ? text : `${preamble}\n${text}`;
}

function refusal(wanted: RetrievalMethod, allowed: RetrievalMethod | undefined): string {
  return allowed === undefined
    ? "Retrieval is not available in this run; choose chunks yourself."
    : `Retrieval by ${wanted} is not available in this run; retrieval by ${allowed} is.`;
}
