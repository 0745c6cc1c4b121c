import { describe, expect, it } from "vitest";
import { matchNumbers } from "./numeric-match.ts";

describe("numbers that are the same", () => {
  it.each([
    ["as they are", "1,577", "Capital expenditure was 1,577."],
    ["in billions for millions", "$1577.00", "It was $1.577 billion."],
    ["in millions for billions", "$1.577 billion", "1,577 (2018); in millions"],
    ["with the scale as a letter", "$8.7bn", "8,738 million"],
    ["in full", "$400,000,000 increase", "an increase of $400 million"],
    ["paid, in parentheses", "$1577.00", "Purchases of property (1,577) (1,420)"],
    ["negative in parentheses", "-$35 million", "a loss of (35)"],
    ["rounded further", "0.66", "The ratio is 0.6639."],
    ["rounded to whole percents", "20%", "a rate of 20.4 %"],
    ["percent as a fraction", "30.8%", "growth of 0.308"],
    ["percent in words", "30.8%", "30.8 percent"],
    ["within one percent", "93.86", "93.1 days"],
    ["zero", "0", "Restructuring costs were 0."],
    ["both of two", "It went from 20% in FY2021 to 23% in FY 2022.", "23%  20%"],
  ])("%s", (_, expected, answer) => {
    expect(matchNumbers(expected, answer).kind).toBe("match");
  });
});

describe("numbers that differ", () => {
  it.each([
    ["another value", "1,577", "1,420"],
    ["another sign", "-3.5%", "3.5%"],
    ["another scale, both given", "$1.5 billion", "$1.5 million"],
    ["a small ratio a thousand times too large", "0.66", "660"],
    ["a percentage that is an amount", "12%", "$12 million"],
    ["only the year is shared", "5.2", "In 2018 it rose."],
    ["one of two", "from 20% to 23%", "It is 23% now."],
    ["no answer", "5", null],
  ])("%s", (_, expected, answer) => {
    expect(matchNumbers(expected, answer).kind).toBe("mismatch");
  });
});

describe("answers without a number to match", () => {
  it.each([
    ["words alone", "Las Vegas Strip Resorts"],
    ["years alone", "In FY2022 and 2021."],
    ["list marks alone", "(1) Current Health and (2) Yardbird"],
    ["names with digits alone", "Its 10-K and the 364-day agreement of Q2"],
    ["nothing at all", undefined],
  ])("%s", (_, expected) => {
    expect(matchNumbers(expected, "42")).toEqual({ kind: "no-number-expected" });
  });
});
