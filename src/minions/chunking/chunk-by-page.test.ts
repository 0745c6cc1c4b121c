import { describe, expect, it } from "vitest";
import type { SourceDocument } from "../document.ts";
import { chunkByPage, InvalidChunkingError } from "./index.ts";

function pagedDocument(...pages: string[]): SourceDocument {
  return {
    id: "doc-1",
    name: "report.pdf",
    mediaType: "application/pdf",
    paged: true,
    pages: pages.map((text, index) => ({ index, text })),
  };
}

function plainDocument(text: string): SourceDocument {
  return {
    id: "doc-1",
    name: "notes.txt",
    mediaType: "text/plain",
    paged: false,
    pages: [{ index: 0, text }],
  };
}

describe("chunking by page where the document has pages", () => {
  it("makes one chunk of each page and leaves out blank ones", () => {
    const chunks = chunkByPage(pagedDocument("one", " \n\t", "three\n42\n", ""));
    expect(chunks.map(({ text, location }) => [text, location?.firstPage, location?.lastPage])).toEqual([
      ["one", 0, 0],
      ["three\n42\n", 2, 2],
    ]);
  });

  it("puts several pages into a chunk on demand", () => {
    const chunks = chunkByPage(pagedDocument("a", "b", "c", "d", "e"), { pagesPerChunk: 2 });
    expect(chunks.map((chunk) => chunk.text)).toEqual(["a\n\nb", "c\n\nd", "e"]);
    expect(chunks.map(({ location }) => [location?.firstPage, location?.lastPage])).toEqual([
      [0, 1],
      [2, 3],
      [4, 4],
    ]);
  });

  it("pays no heed to marks inside the text", () => {
    expect(chunkByPage(pagedDocument("a\fb\nPage 1 of 2\nc"))).toHaveLength(1);
  });

  it("holds no chunk for a document without text", () => {
    expect(chunkByPage(pagedDocument())).toEqual([]);
    expect(chunkByPage(pagedDocument("", ""))).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %s pages a chunk", (pagesPerChunk) => {
    expect(() => chunkByPage(pagedDocument("a"), { pagesPerChunk })).toThrow(InvalidChunkingError);
  });
});

describe("chunking by page where pages must be guessed", () => {
  it.each([
    { marks: "form feeds", text: "one\ftwo\f\fthree", pages: ["one\f", "two\f", "three"] },
    {
      marks: "named pages at the foot",
      text: "alpha\nPage 1 of 3\nbeta\nPage 2 of 3\ngamma\nPage 3 of 3\n",
      pages: ["alpha\nPage 1 of 3\n", "beta\nPage 2 of 3\n", "gamma\nPage 3 of 3\n"],
    },
    {
      marks: "named pages at the head",
      text: "Page 1\nalpha\nPage 2\nbeta",
      pages: ["Page 1\nalpha\n", "Page 2\nbeta"],
    },
    {
      marks: "lone numbers",
      text: "alpha\n1\nbeta\n2\ngamma",
      pages: ["alpha\n1\n", "beta\n2\n", "gamma"],
    },
    {
      marks: "numbers between dashes",
      text: "alpha\n- 11 -\nbeta\n- 12 -\n",
      pages: ["alpha\n- 11 -\n", "beta\n- 12 -\n"],
    },
    {
      marks: "numbers with their total",
      text: "alpha\n1/2\nbeta\n2/2\n",
      pages: ["alpha\n1/2\n", "beta\n2/2\n"],
    },
    {
      marks: "page numbers among figures of a table",
      text: "alpha\n512\n1\nbeta\n77\n2\ngamma\n3\n",
      pages: ["alpha\n512\n1\n", "beta\n77\n2\n", "gamma\n3\n"],
    },
    { marks: "no marks", text: "alpha\n42\nbeta", pages: ["alpha\n42\nbeta"] },
    { marks: "years", text: "sales\n2018\n5\n2019\n6 and more", pages: ["sales\n2018\n5\n2019\n6 and more"] },
  ])("cuts at $marks and keeps every line", ({ text, pages }) => {
    const chunks = chunkByPage(plainDocument(text));
    expect(chunks.map((chunk) => chunk.text)).toEqual(pages);
  });

  it("does not take the numbers of a list for pages", () => {
    const list = Array.from({ length: 30 }, (_, index) => `${index + 1}\nitem\n`).join("");
    expect(chunkByPage(plainDocument(list))).toHaveLength(1);
  });

  it("cuts a long text without marks into page-sized pieces", () => {
    const text = "A sentence of some length stands here.\n\n".repeat(1000);
    const chunks = chunkByPage(plainDocument(text));
    expect(chunks.length).toBeGreaterThan(10);
    expect(Math.max(...chunks.map((chunk) => chunk.text.length))).toBeLessThanOrEqual(3000);
  });
});
