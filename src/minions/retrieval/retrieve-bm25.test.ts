import { describe, expect, it } from "vitest";
import type { Chunk } from "../chunk.ts";
import { bm25IndexOfChunks, InvalidRetrievalError, retrieveBm25 } from "./index.ts";

const chunks: Chunk[] = [
  { id: "a", location: undefined, text: "Revenue of the year, in short." },
  { id: "b", location: undefined, text: "Nothing of note." },
  { id: "c", location: undefined, text: "Revenue revenue revenue by segment." },
  { id: "d", location: undefined, text: "12 34 56", preamble: "Segment | Revenue" },
];

const idsOf = (...parameters: Parameters<typeof retrieveBm25>) =>
  retrieveBm25(...parameters).map(({ chunk }) => chunk.id);

describe("retrieval by BM25", () => {
  it("gives the best chunks in document order, with score and rank", () => {
    const found = retrieveBm25(chunks, "revenue", 2);
    expect(found.map(({ chunk }) => chunk.id)).toEqual(["c", "d"]);
    const byRank = found.toSorted((a, b) => a.rank - b.rank);
    expect(byRank.map(({ rank }) => rank)).toEqual([0, 1]);
    expect(byRank[0]?.score).toBeGreaterThan(byRank[1]?.score ?? 0);
  });

  it("reads the preamble too, for a table's row is found by its header", () => {
    expect(idsOf(chunks, { segment: 1 }, 10)).toEqual(["c", "d"]);
  });

  it("gives no chunk that holds no keyword, even if fewer come back than asked for", () => {
    expect(idsOf(chunks, "revenue", 10)).toEqual(["a", "c", "d"]);
    expect(idsOf(chunks, "zyzzyva", 10)).toEqual([]);
  });

  it("prefers the earlier of equals", () => {
    const twins = ["x", "y", "z"].map((id) => ({ id, location: undefined, text: "same text" }));
    expect(idsOf(twins, "text", 2)).toEqual(["x", "y"]);
  });

  it("can use an index that was made before", () => {
    expect(idsOf(chunks, "note", 1, bm25IndexOfChunks(chunks))).toEqual(["b"]);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses to give the best %s", (topK) => {
    expect(() => retrieveBm25(chunks, "revenue", topK)).toThrow(InvalidRetrievalError);
  });

  it("refuses an index of other chunks", () => {
    expect(() => retrieveBm25(chunks, "revenue", 1, bm25IndexOfChunks([]))).toThrow(InvalidRetrievalError);
  });
});
