import { describe, expect, it } from "vitest";
import { pageText } from "./page-text.ts";
import type { PdfTextItem } from "./text-run.ts";

/** pdf.js's transform of an upright page of 612 x 792 points. */
const UPRIGHT = [1, 0, 0, -1, 0, 792];

function at(
  x: number,
  y: number,
  str: string,
  options: { size?: number; turned?: boolean; dir?: string } = {},
): PdfTextItem {
  const { size = 10, turned = false, dir = "ltr" } = options;
  const transform = turned ? [0, size, -size, 0, x, y] : [size, 0, 0, size, x, y];
  return { str, dir, transform, width: str.length * size * 0.5, height: size };
}

const read = (...items: PdfTextItem[]): string => pageText(items, UPRIGHT);

const WORDS = "the auditors of the company report that nothing came to their notice in all this year".split(
  " ",
);

/** Lines of prose, about 40 characters each, which name their column. */
function column(x: number, top: number, name: string, lines: number): PdfTextItem[] {
  return Array.from({ length: lines }, (_, index) => {
    const words = Array.from({ length: 7 }, (_, word) => WORDS[(index * 7 + word) % WORDS.length]).join(" ");
    return at(x, top - 12 * index, `${name}${index} ${words}`.slice(0, 44).padEnd(44, "e"));
  });
}

describe("the text of a PDF page", () => {
  it("keeps a row of a table on one line and its cells apart", () => {
    const row = read(
      at(60, 700, "Purchases of property and equipment"),
      at(400, 700, "(1,577)"),
      at(460, 700, "(1,420)"),
      at(520, 700, "(1,373)"),
    );
    expect(row).toBe("Purchases of property and equipment   (1,577)   (1,420)   (1,373)");
  });

  it("gives a currency sign and a closing bracket in columns of their own to their number", () => {
    const row = read(
      at(60, 700, "Net loss"),
      at(200, 700, "$"),
      at(240, 700, "(876,560"),
      at(281, 700, ")"),
      at(320, 700, "$"),
      at(360, 700, "1,117,400"),
    );
    expect(row).toBe("Net loss   $ (876,560)   $ 1,117,400");
  });

  it("keeps narrow number columns apart that stand closer than words do", () => {
    expect(read(at(60, 700, "2018"), at(86, 700, "2017"))).toBe("2018   2017");
  });

  it("reads a line from left to right although the file draws it in another order", () => {
    expect(read(at(300, 700, "2018"), at(60, 700, "Year"), at(200, 700, "2017"))).toBe("Year   2017   2018");
  });

  it("joins the pieces of a word and puts spaces between words", () => {
    expect(read(at(60, 700, "re"), at(70, 700, "port"), at(93, 700, "of"), at(106, 700, "2018"))).toBe(
      "report of 2018",
    );
  });

  it("collapses the dots between an entry and its page number", () => {
    expect(read(at(60, 700, "Item 1. Business . . . . . . . . . . "), at(400, 700, "4"))).toBe(
      "Item 1. Business   4",
    );
  });

  it("leaves a superscript on the line that it marks", () => {
    const text = read(
      at(60, 700, "Revenue"),
      at(96, 704, "(1)", { size: 6 }),
      at(200, 700, "5"),
      at(60, 688, "Costs"),
    );
    expect(text).toBe("Revenue(1)   5\nCosts");
  });

  it("separates paragraphs by a blank line", () => {
    const text = read(at(60, 700, "one"), at(60, 688, "two"), at(60, 676, "three"), at(60, 640, "four"));
    expect(text).toBe("one\ntwo\nthree\n\nfour");
  });

  it("reads a text once that is printed twice to look bold", () => {
    expect(read(at(60, 700, "Total"), at(60.4, 700, "Total"), at(200, 700, "5"), at(260, 700, "5"))).toBe(
      "Total   5   5",
    );
  });

  it("lays out a table printed sideways as rows, after the upright text", () => {
    const text = read(
      at(60, 700, "A heading that is longer than the table"),
      at(300, 100, "Sales", { turned: true }),
      at(300, 200, "5", { turned: true }),
      at(312, 100, "Costs", { turned: true }),
      at(312, 200, "4", { turned: true }),
    );
    expect(text).toBe("A heading that is longer than the table\n\nSales   5\nCosts   4");
  });

  it("honours a page that is shown rotated", () => {
    const shown = pageText(
      [at(100, 60, "Sales", { turned: true }), at(100, 200, "5", { turned: true })],
      [0, 1, 1, 0, 0, 0],
    );
    expect(shown).toBe("Sales   5");
  });

  it("reads two columns of prose one after the other, under the heading that spans both", () => {
    const heading = at(
      60,
      740,
      "A heading that goes right across both of the columns of this page, as headings do, on and on",
    );
    const text = read(heading, ...column(60, 700, "L", 10), ...column(320, 698, "R", 10));
    const order = [...text.matchAll(/[LR]\d/g)].map(([name]) => name);
    expect(text.startsWith("A heading")).toBe(true);
    expect(order).toEqual(
      [..."0123456789"].map((n) => `L${n}`).concat([..."0123456789"].map((n) => `R${n}`)),
    );
  });

  it("reads a table of texts by rows although it has two columns", () => {
    const rows = Array.from({ length: 10 }, (_, index) => [
      at(60, 700 - 12 * index, `Segment ${index}`),
      at(320, 700 - 12 * index, `Sells goods of kind ${index}`),
    ]).flat();
    expect(read(...rows).split("\n")[3]).toBe("Segment 3   Sells goods of kind 3");
  });

  it("reads a right-to-left line from its right end", () => {
    const text = read(at(60, 700, "עולם", { dir: "rtl" }), at(200, 700, "שלום", { dir: "rtl" }));
    expect(text).toBe("שלום   עולם");
  });

  it("keeps ligatures and hyphens as the file gives them", () => {
    expect(read(at(60, 700, "the \ufb01nan-"), at(60, 688, "cial year"))).toBe("the \ufb01nan-\ncial year");
  });

  it("survives places that are no numbers", () => {
    const broken: PdfTextItem = {
      str: "lost",
      dir: "ltr",
      transform: [Number.NaN, 0, 0, 1, 0, 0],
      width: 1,
      height: 1,
    };
    expect(read(broken, at(60, 700, "found"))).toBe("found");
  });
});
