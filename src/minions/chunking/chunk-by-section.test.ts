import { describe, expect, it } from "vitest";
import type { SourceDocument } from "../document.ts";
import { chunkBySection, InvalidChunkingError } from "./index.ts";

function documentOf(...pages: string[]): SourceDocument {
  return {
    id: "doc-1",
    name: "report.pdf",
    mediaType: "application/pdf",
    paged: true,
    pages: pages.map((text, index) => ({ index, text })),
  };
}

const textsOf = (text: string, size: number, overlap: number) =>
  chunkBySection(documentOf(text), { size, overlap }).map((chunk) => chunk.text);

describe("chunking by section", () => {
  it.each([
    { text: "abcdefghij", size: 4, overlap: 1, expected: ["abcd", "defg", "ghij"] },
    { text: "abcdefghij", size: 4, overlap: 0, expected: ["abcd", "efgh", "ij"] },
    { text: "abcdefghij", size: 10, overlap: 9, expected: ["abcdefghij"] },
    { text: "abcdefghij", size: 11, overlap: 2, expected: ["abcdefghij"] },
    { text: "abcd", size: 2, overlap: 1, expected: ["ab", "bc", "cd"] },
    { text: "a😀b", size: 2, overlap: 0, expected: ["a", "😀", "b"] },
    { text: "😀😀", size: 1, overlap: 0, expected: ["😀", "😀"] },
    { text: "ab      cd", size: 2, overlap: 0, expected: ["ab", "cd"] },
    { text: "", size: 5, overlap: 1, expected: [] },
    { text: " \n ", size: 5, overlap: 1, expected: [] },
  ])("cuts $text by $size with overlap $overlap into $expected", ({ text, size, overlap, expected }) => {
    expect(textsOf(text, size, overlap)).toEqual(expected);
  });

  it("takes 3000 characters with an overlap of 20 when nothing is said", () => {
    const chunks = chunkBySection(documentOf("x".repeat(7000)));
    expect(chunks.map((chunk) => [chunk.location?.start, chunk.location?.end])).toEqual([
      [0, 3000],
      [2980, 5980],
      [5960, 7000],
    ]);
  });

  it.each([
    { settings: { size: 20, overlap: 20 }, setting: "overlap" },
    { settings: { size: 10, overlap: 50 }, setting: "overlap" },
    { settings: { size: 10, overlap: -1 }, setting: "overlap" },
    { settings: { size: 10, overlap: Number.NaN }, setting: "overlap" },
    { settings: { size: 0, overlap: 0 }, setting: "size" },
    { settings: { size: -5 }, setting: "size" },
    { settings: { size: 2.5 }, setting: "size" },
    { settings: { size: Number.POSITIVE_INFINITY }, setting: "size" },
  ])("refuses $settings and names the $setting", ({ settings, setting }) => {
    const attempt = () => chunkBySection(documentOf("some text"), settings);
    expect(attempt).toThrow(InvalidChunkingError);
    expect(attempt).toThrow(expect.objectContaining({ code: "invalid-chunking", setting }));
  });

  it("refuses to cut a long document into more pieces than anyone could read", () => {
    const attempt = () => chunkBySection(documentOf("x".repeat(2_000_000)), { size: 2, overlap: 1 });
    expect(attempt).toThrow(InvalidChunkingError);
  });

  it("allows a size below the default overlap, which then is left out", () => {
    expect(chunkBySection(documentOf("abcdef"), { size: 3 }).map((chunk) => chunk.text)).toEqual([
      "abc",
      "def",
    ]);
  });

  it("says on which pages a chunk stands, not counting a page break at its edge", () => {
    const pages = chunkBySection(documentOf("aaaa", "bbbb", "cccc"), { size: 6, overlap: 0 });
    expect(pages.map(({ id, location }) => [id, location?.firstPage, location?.lastPage])).toEqual([
      ["doc-1:0-6", 0, 0],
      ["doc-1:6-12", 1, 1],
      ["doc-1:12-16", 2, 2],
    ]);
  });
});
