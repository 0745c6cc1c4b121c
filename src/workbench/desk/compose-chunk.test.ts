import { describe, expect, it } from "vitest";
import { viewDocument } from "#minions";
import { reportOf } from "../testing/workbench-fixtures.ts";
import { composeChunk } from "./compose-chunk.ts";

const VIEWS = [viewDocument(reportOf(3)), viewDocument(reportOf(2, "doc-2"))];

describe("text that a program makes a chunk of", () => {
  it.each([
    { text: "segment S1 was 7", place: "doc-1 p. 2", kept: "segment S1 was 7" },
    { text: "\n  segment S1 was 7 \n", place: "doc-1 p. 2", kept: "segment S1 was 7" },
    { text: "segment S9 was 63", place: "nowhere", kept: "segment S9 was 63" },
    { text: "Segment s1 was 7", place: "nowhere", kept: "Segment s1 was 7" },
  ])("$text stands $place", ({ text, place, kept }) => {
    const { location, text: given } = composeChunk(text, VIEWS);
    expect(location ? `${location.documentId} p. ${location.firstPage + 1}` : "nowhere").toBe(place);
    expect(given).toBe(kept);
  });

  it("has the id that a chunker would give to the same place", () => {
    expect(composeChunk("Revenue of segment S0", VIEWS).id).toMatch(/^doc-1:\d+-\d+$/);
  });

  it("has the same id whenever it is the same text", () => {
    expect(composeChunk("my own", VIEWS).id).toBe(composeChunk("my own", []).id);
    expect(composeChunk("my own", VIEWS).id).not.toBe(composeChunk("my other", VIEWS).id);
  });

  it("is looked for in bounded time where almost every place seems right", () => {
    const text = "a".repeat(2_000_000);
    const view = viewDocument({ ...reportOf(1), pages: [{ index: 0, text }] });
    expect(composeChunk(`${"a".repeat(40_000)}b`, [view]).location).toBeUndefined();
  });
});
