import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenize } from "./index.ts";

describe("the terms of a text", () => {
  it.each([
    ["Net Sales", ["net", "sale"]],
    ["the company's COMPANIES", ["the", "company", "company"]],
    ["expenses, expensed; expense", ["expens", "expens", "expens"]],
    ["1,577 = 1577 = 1577.0 = $1,577.00", ["1577", "1577", "1577", "1577"]],
    ["12.5% 12.50 0.5 007", ["12.5", "12.5", "0.5", "7"]],
    ["in 2018.", ["in", "2018"]],
    ["FY2018", ["fy2018", "2018"]],
    ["10-K, 10-k and 10K", ["10k", "10", "10k", "10", "and", "10k", "10"]],
    ["long-term", ["long", "term"]],
    ["2018-2019", ["2018", "2019"]],
    ["the U.S. and the US", ["the", "us", "and", "the", "us"]],
    ["don't stop", ["dont", "stop"]],
    ["Ünïcode Straße café", ["unicod", "straße", "cafe"]],
    ["ﬁnancial oﬃce", ["financial", "offic"]],
    ["Москва и Kyiv", ["москва", "и", "kyiv"]],
    [
      "net_income netIncome NetIncome",
      ["net", "incom", "netincom", "net", "incom", "netincom", "net", "incom"],
    ],
    ["getTheTaxes", ["getthetax", "get", "tax"]],
    ["東京都 revenue", ["東京", "京都", "revenu"]],
    ["東", ["東"]],
    ["v1.2.3", ["v1.2.3"]],
    ["...!?-- ''", []],
    ["", []],
  ])("of %j are %j", (text, terms) => {
    expect(tokenize(text)).toEqual(terms);
  });

  it("never are single letters of longer words", () => {
    expect(tokenize("capital expenditure").every((term) => term.length > 2)).toBe(true);
  });

  it("are the same whatever stands around a word, and never empty", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(tokenize(text).every((term) => term !== "")).toBe(true);
        expect(tokenize(`${text} revenue`).at(-1)).toBe("revenu");
      }),
    );
  });

  it.each([
    ["one word", "x".repeat(1_000_000)],
    ["one number", "1,".repeat(500_000)],
    ["one acronym", "a.".repeat(500_000)],
    ["apostrophes", "a'".repeat(500_000)],
    ["hyphens", "1-a-".repeat(250_000)],
    ["one Chinese run", "漢".repeat(500_000)],
    ["marks", "e\u0301".repeat(500_000)],
    ["halves of surrogate pairs", "\ud83d".repeat(500_000)],
  ])("of a megabyte of %s are found in linear time", (_, text) => {
    expect(tokenize(text).length).toBeLessThanOrEqual(text.length);
  });
});
