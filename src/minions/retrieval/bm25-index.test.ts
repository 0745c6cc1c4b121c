import { describe, expect, it } from "vitest";
import { bm25Index, InvalidRetrievalError, type Keywords } from "./index.ts";

const best = (scores: Float64Array) => scores.indexOf(Math.max(...scores));

describe("BM25+", () => {
  it("is the formula: idf · (delta + tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)))", () => {
    const scores = bm25Index(["cat cat dog", "dog", "bird bird bird bird"]).score({ cat: 2 });
    const idf = Math.log((3 + 1) / 1);
    const damped = (2 * 2.5) / (2 + 1.5 * (1 - 0.75 + (0.75 * 3) / (8 / 3)));
    expect(scores[0]).toBeCloseTo(2 * idf * (1 + damped), 12);
    expect([...scores.slice(1)]).toEqual([0, 0]);
  });

  it.each([
    { k1: 0, delta: 0, expected: Math.log(3 / 1) },
    { k1: 0, delta: 2, expected: 3 * Math.log(3 / 1) },
  ])("takes its parameters: %j", ({ k1, delta, expected }) => {
    expect(bm25Index(["cat", "dog"], { k1, delta }).score("cat")[0]).toBeCloseTo(expected, 12);
  });

  const pages = [
    "Letter to the shareholders of the company. We had a good year and thank you for it.",
    "Capital expenditures were $1,577 million in 2018, up from 1,373 in 2017.",
    "The capital of France is Paris. Expenditure on culture is discussed elsewhere in this text.",
    "Notes on leases, taxes and inventories. What was the reason? Where did it end?",
  ];

  it.each<{ what: string; keywords: Keywords; page: number }>([
    { what: "a question in plain words", keywords: "What was the capital expenditure in 2018?", page: 1 },
    { what: "another form of the word", keywords: { lease: 1 }, page: 3 },
    { what: "a number as the reader writes it", keywords: { "1577": 1 }, page: 1 },
    { what: "a number with its commas", keywords: "1,577", page: 1 },
    { what: "a phrase before its scattered words", keywords: { "capital expenditure": 1 }, page: 1 },
    { what: "the keyword that weighs more", keywords: { inventories: 5, shareholders: 1 }, page: 3 },
    { what: "stop words where there is nothing else", keywords: "where did it", page: 3 },
  ])("finds the page by $what", ({ keywords, page }) => {
    expect(best(bm25Index(pages).score(keywords))).toBe(page);
  });

  it("works on words: letters that are merely the same score nothing", () => {
    expect([...bm25Index(["tac tca cta", "zebra"]).score("cat")]).toEqual([0, 0]);
    expect([...bm25Index(["concatenate"]).score("cat")]).toEqual([0]);
  });

  it("counts a phrase only where its words stand side by side", () => {
    const scores = bm25Index(["net sales", "sales net", "net of sales"]).score({ "net sales": 1 });
    expect(scores[0]).toBeGreaterThan(scores[1] ?? 0);
    expect(scores[1]).toBeGreaterThan(0);
  });

  it.each<{ what: string; keywords: Keywords }>([
    { what: "unknown words", keywords: "zyzzyva" },
    { what: "an unknown word in a phrase", keywords: { "zyzzyva qwxz": 1 } },
    { what: "no keywords", keywords: {} },
    { what: "an empty question", keywords: " ?! " },
    { what: "an empty keyword", keywords: { "": 1 } },
    { what: "keywords of no weight", keywords: { capital: 0 } },
    { what: "names of object properties", keywords: { __proto__: 1, constructor: 1, toString: 1 } },
  ])("scores 0 everywhere for $what", ({ keywords }) => {
    expect([...bm25Index(pages).score(keywords)]).toEqual([0, 0, 0, 0]);
  });

  it("finds words that are also names of object properties", () => {
    const scores = bm25Index(["the constructor of __proto__ toString", "nothing"]).score({ constructor: 1 });
    expect(best(scores)).toBe(0);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, "5" as unknown as number])(
    "refuses a weight of %s",
    (weight) => {
      expect(() => bm25Index(pages).score({ capital: weight })).toThrow(InvalidRetrievalError);
    },
  );

  it("refuses more keywords than a question could have", () => {
    const keywords = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`word${index}`, 1]));
    expect(() => bm25Index(pages).score(keywords)).toThrow(InvalidRetrievalError);
  });

  it("lives with no texts and with empty ones", () => {
    expect([...bm25Index([]).score("a")]).toEqual([]);
    expect([...bm25Index(["", "  "]).score("a")]).toEqual([0, 0]);
  });

  it("tells how many texts hold a word", () => {
    const index = bm25Index(pages);
    expect([index.textsWith("capital"), index.textsWith("Leases"), index.textsWith("nowhere")]).toEqual([
      2, 1, 0,
    ]);
  });
});
