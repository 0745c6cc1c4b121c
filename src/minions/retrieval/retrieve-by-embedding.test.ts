import { describe, expect, it } from "vitest";
import type { Chunk } from "../chunk.ts";
import {
  InvalidRetrievalError,
  rankByEmbedding,
  retrieveByEmbedding,
  retrieveByMultimodalEmbedding,
  VectorDimensionError,
} from "./index.ts";

function chunkOn(id: string, firstPage: number, lastPage: number, documentId = "doc-1"): Chunk {
  const location = { documentId, documentName: "n", firstPage, lastPage, start: 0, end: 1 };
  return { id, location, text: "t" };
}

const chunks = [chunkOn("a", 0, 0), chunkOn("b", 1, 1), chunkOn("c", 2, 3), chunkOn("d", 0, 0, "doc-2")];
const vectors = [
  [1, 0],
  [0, 1],
  [0.8, 0.8],
  [-1, -1],
].map((vector) => Float32Array.from(vector));

const idsOf = (found: readonly { chunk: Chunk }[]) => found.map(({ chunk }) => chunk.id);

describe("retrieval by embedding", () => {
  it.each([
    { queries: [[1, 0]], topK: 2, ids: ["a", "c"] },
    { queries: [[0, 1]], topK: 1, ids: ["b"] },
    {
      queries: [
        [1, 0],
        [0, 1],
      ],
      topK: 1,
      ids: ["c"],
    },
    {
      queries: [
        [1, 0],
        [-1, 0],
        [0, 1],
      ],
      topK: 1,
      ids: ["b"],
    },
    { queries: [[-1, -1]], topK: 1, ids: ["d"] },
    { queries: [[1, 1]], topK: 10, ids: ["a", "b", "c", "d"] },
  ])("takes the inner product with the sum of $queries: best $topK in document order are $ids", (row) => {
    expect(idsOf(retrieveByEmbedding(chunks, vectors, row.queries, row.topK))).toEqual(row.ids);
  });

  it.each([
    { what: "a query of other length", found: vectors, queries: [[1, 0, 0]], error: VectorDimensionError },
    {
      what: "queries of different length",
      found: vectors,
      queries: [[1, 0], [1]],
      error: VectorDimensionError,
    },
    {
      what: "fewer vectors than chunks",
      found: vectors.slice(1),
      queries: [[1, 0]],
      error: InvalidRetrievalError,
    },
    { what: "no query", found: vectors, queries: [], error: InvalidRetrievalError },
    { what: "an empty query vector", found: vectors, queries: [[]], error: InvalidRetrievalError },
    { what: "no number", found: vectors, queries: [[Number.NaN, 0]], error: InvalidRetrievalError },
  ])("refuses $what", ({ found, queries, error }) => {
    expect(() => retrieveByEmbedding(chunks, found, queries, 1)).toThrow(error);
  });

  it("names both lengths when dimensions differ", () => {
    const attempt = () => retrieveByEmbedding(chunks, vectors, [[1, 0, 0]], 1);
    expect(attempt).toThrow(
      expect.objectContaining({ code: "vector-dimension-mismatch", expected: 3, found: 2 }),
    );
  });

  it("ranks anything that has a vector, such as images", () => {
    const found = rankByEmbedding(
      ["x.png", "y.png"],
      [
        [0, 1],
        [1, 0],
      ],
      [[1, 0]],
      1,
    );
    expect(found).toEqual([{ item: "y.png", score: 1, rank: 0 }]);
  });
});

describe("retrieval by pictures of pages", () => {
  const pages = [
    { documentId: "doc-1", page: 0, vector: [1, 0] },
    { documentId: "doc-1", page: 2, vector: [0, 0.5] },
    { documentId: "doc-1", page: 3, vector: [0, 1] },
  ];

  it("values a chunk as the best of its pages", () => {
    const found = retrieveByMultimodalEmbedding(chunks, pages, [[0, 1]], 1);
    expect(found.map(({ chunk, score }) => [chunk.id, score])).toEqual([["c", 1]]);
  });

  it("never chooses chunks without a picture of their page or without a page", () => {
    const composed: Chunk = { id: "e", location: undefined, text: "t" };
    expect(idsOf(retrieveByMultimodalEmbedding([...chunks, composed], pages, [[-1, -1]], 10))).toEqual([
      "a",
      "c",
    ]);
  });

  it("refuses pictures and queries of different models", () => {
    expect(() => retrieveByMultimodalEmbedding(chunks, pages, [[1]], 1)).toThrow(VectorDimensionError);
  });
});
