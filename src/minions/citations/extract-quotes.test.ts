import { describe, expect, it } from "vitest";
import { extractQuotes } from "./extract-quotes.ts";

describe("quotes in free text", () => {
  it.each([
    [
      "a block quote",
      "It says:\n> Net sales were $1,577 million.\nSo yes.",
      ["Net sales were $1,577 million."],
    ],
    ["a block quote over lines", "> Net sales were\n> $1,577 million.", ["Net sales were\n$1,577 million."]],
    ["two block quotes", "> Net sales rose.\n\n> Net income fell.", ["Net sales rose.", "Net income fell."]],
    ["straight marks", 'Page 4 says "Net sales rose by 5%".', ["Net sales rose by 5%"]],
    ["curly marks", "“Net sales rose” and “net income fell”.", ["Net sales rose", "net income fell"]],
    [
      "guillemets and low marks",
      "«Net sales rose» and „Net income fell“.",
      ["Net sales rose", "Net income fell"],
    ],
    ["figures", 'The row "1,577 1,402 1,380" is it.', ["1,577 1,402 1,380"]],
    ["marks inside a block quote", '> the "Company" grew fast', ['the "Company" grew fast']],
    ["marks inside marks", "“the 'Company' grew fast”", ["the 'Company' grew fast"]],
    ["a quote over two lines", '"Net sales\nrose by 5%"', ["Net sales\nrose by 5%"]],
    ["the same twice", '"Net sales rose" and "Net sales rose"', ["Net sales rose"]],
    ["nothing in quotes", "Net sales rose.", []],
    ["single terms", 'the "Company" and "EBITDA"', []],
    ["inches", 'a 13" screen and a 15" screen', []],
    [
      "a mark that is never closed",
      'It said "net sales rose.\n\nThen more "net income fell"',
      ["net income fell"],
    ],
  ])("%s", (_, text, expected) => {
    expect(extractQuotes(text)).toEqual(expected);
  });

  it("stays linear on marks without end", () => {
    expect(extractQuotes('" “ « '.repeat(300_000)).length).toBeLessThan(2_000);
    expect(extractQuotes("> ".repeat(500_000))).toEqual([]);
  });
});
