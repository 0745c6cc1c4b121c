import { describe, expect, it } from "vitest";
import type { SourceDocument } from "../document.ts";
import { createCoverageTally } from "./coverage.ts";

function doc(id: string, ...pages: string[]): SourceDocument {
  const made = pages.map((text, index) => ({ index, text }));
  return { id, name: `${id}.pdf`, mediaType: "application/pdf", paged: true, pages: made };
}

/** Pages of 10, 0, 10 and 5 characters, which begin at 0, 12, 14 and 26. */
const report = doc("report", "0123456789", "", "0123456789", "01234");

function read(...spans: readonly (readonly [number, number])[]) {
  const tally = createCoverageTally([report]);
  for (const [start, end] of spans) {
    tally.read({ documentId: "report", documentName: "report.pdf", firstPage: 0, lastPage: 0, start, end });
  }
  return tally.finish();
}

describe("coverage of a document", () => {
  it.each([
    ["nothing", [], [], 0],
    ["one page", [[0, 10]], [0], 10],
    ["part of a page", [[3, 5]], [0], 2],
    [
      "spans that overlap",
      [
        [0, 6],
        [4, 10],
      ],
      [0],
      10,
    ],
    [
      "the same span twice",
      [
        [0, 6],
        [0, 6],
      ],
      [0],
      6,
    ],
    [
      "spans in any order",
      [
        [26, 31],
        [0, 2],
      ],
      [0, 3],
      7,
    ],
    ["page breaks, which are no text", [[0, 31]], [0, 1, 2, 3], 25],
    ["a span over an empty page", [[8, 16]], [0, 1, 2], 4],
    ["a span that ends at a page's start", [[0, 14]], [0, 1], 10],
    ["spans beyond the text", [[30, 900]], [3], 1],
  ] as const)("of %s", (_, spans, pagesRead, charactersRead) => {
    expect(read(...spans).documents[0]).toEqual({
      documentId: "report",
      documentName: "report.pdf",
      pages: 4,
      pagesRead,
      characters: 25,
      charactersRead,
    });
  });

  it("read as a whole is complete", () => {
    const tally = createCoverageTally([report]);
    tally.readDocument("report");
    expect(tally.finish().documents[0]).toMatchObject({ pagesRead: [0, 1, 2, 3], charactersRead: 25 });
  });

  it("read by page counts those pages", () => {
    const tally = createCoverageTally([report, doc("other", "abc")]);
    tally.readDocument("report", [2, 3, 99]);
    tally.readDocument("nowhere");
    const [first, second] = tally.finish().documents;
    expect(first).toMatchObject({ pagesRead: [2, 3], charactersRead: 15 });
    expect(second).toMatchObject({ pagesRead: [], charactersRead: 0, characters: 3 });
  });
});

describe("chunks", () => {
  it("are counted as made, read, skipped and cut off over all rounds", () => {
    const tally = createCoverageTally([report]);
    const location = {
      documentId: "report",
      documentName: "report.pdf",
      firstPage: 0,
      lastPage: 0,
      start: 0,
      end: 5,
    };
    tally.chunksPrepared({ chunksMade: 10, chunksSkipped: 7 });
    tally.chunksPrepared({ chunksMade: 4, chunksSkipped: 0 });
    tally.read(location);
    tally.read(location);
    tally.read({ ...location, start: 5, end: 9 });
    tally.cutOff();
    expect(tally.finish()).toMatchObject({
      chunksMade: 14,
      chunksSkippedByRetrieval: 7,
      chunksRead: 2,
      chunksCutOff: 1,
    });
  });
});
