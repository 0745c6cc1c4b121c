import { describe, expect, it } from "vitest";
import type { SourceDocument } from "../document.ts";
import { chunkByParagraph, InvalidChunkingError } from "./index.ts";

function documentOf(text: string): SourceDocument {
  return { id: "d", name: "n.txt", mediaType: "text/plain", paged: false, pages: [{ index: 0, text }] };
}

const textsOf = (text: string, size?: number) =>
  chunkByParagraph(documentOf(text), { size }).map((chunk) => chunk.text);

describe("chunking by paragraph", () => {
  it.each([
    {
      what: "merges paragraphs up to the size",
      size: 10,
      text: "aaa\n\nbbb\n\nccc",
      chunks: ["aaa\n\nbbb", "ccc"],
    },
    { what: "knows blank lines that hold spaces", size: 4, text: "aaa\n \t\nbbb", chunks: ["aaa", "bbb"] },
    { what: "knows Windows line ends", size: 4, text: "aaa\r\n\r\nbbb", chunks: ["aaa", "bbb"] },
    {
      what: "cuts an oversized paragraph by sentence",
      size: 20,
      text: "One is here. Two is here! Three is here?",
      chunks: ["One is here.", "Two is here!", "Three is here?"],
    },
    {
      what: "takes no abbreviation inside a sentence for its end",
      size: 22,
      text: "Costs, e.g. rent, rose. They fell.",
      chunks: ["Costs, e.g. rent,", "rose. They fell."],
    },
    {
      what: "cuts a table without sentences by line",
      size: 14,
      text: "Sales 1 2\nCosts 3 4\nProfit 5 6",
      chunks: ["Sales 1 2", "Costs 3 4", "Profit 5 6"],
    },
    {
      what: "cuts a long sentence between words",
      size: 9,
      text: "alpha beta gamma",
      chunks: ["alpha", "beta", "gamma"],
    },
    {
      what: "cuts a word only where nothing else serves",
      size: 4,
      text: "abcdefghij",
      chunks: ["abcd", "efgh", "ij"],
    },
    {
      what: "cuts Chinese at its full stops",
      size: 5,
      text: "今天很好。明天更好。",
      chunks: ["今天很好。", "明天更好。"],
    },
    { what: "makes nothing of nothing", size: 5, text: " \n\n ", chunks: [] },
  ])("$what", ({ size, text, chunks }) => {
    expect(textsOf(text, size)).toEqual(chunks);
  });

  it("takes 1500 characters when nothing is said", () => {
    const lengths = textsOf("A sentence of forty characters, or so.\n\n".repeat(200)).map(
      (text) => text.length,
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1500);
    expect(Math.max(...lengths)).toBeGreaterThan(1400);
  });

  it.each([0, -1, 0.5, Number.NaN])("refuses a size of %s", (size) => {
    expect(() => textsOf("a", size)).toThrow(InvalidChunkingError);
  });

  it.each([
    ["white space", " ".repeat(1_000_000)],
    ["line breaks", "\n".repeat(1_000_000)],
    ["points", ".".repeat(1_000_000)],
    ["quotes after points", `.${'"'.repeat(1_000_000)}`],
    ["points and spaces before small letters", ". a".repeat(300_000)],
    ["one word", "x".repeat(1_000_000)],
    ["words on one line", "word ".repeat(200_000)],
  ])("gets through a megabyte of %s", (_, text) => {
    expect(textsOf(text).join("").replace(/\s/g, "")).toHaveLength(text.replace(/\s/g, "").length);
  });
});
