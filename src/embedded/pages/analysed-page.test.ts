import { describe, expect, it } from "vitest";
import { ANNUAL_REPORT, PAGE } from "../testing/annual-report.ts";
import { linesOf } from "../text/lines.ts";
import { analysePage } from "./analysed-page.ts";

const pageOf = (page: number) => analysePage(page, ANNUAL_REPORT.pages[page]?.text ?? "");

describe("which page is which statement", () => {
  it.each([
    ["balance", PAGE.balance],
    ["income", PAGE.income],
    ["cash-flow", PAGE.cashFlow],
    ["cover", PAGE.cover],
  ] as const)("%s", (kind, expected) => {
    const likeness = ANNUAL_REPORT.pages.map((page) => pageOf(page.index).statements[kind] ?? 0);
    expect(likeness.indexOf(Math.max(...likeness))).toBe(expected);
    expect(likeness[expected]).toBeGreaterThan(0.8);
    expect(likeness.filter((value) => value > 0.6)).toHaveLength(1);
  });

  it("takes a table of contents for what it is, though it names them all", () => {
    expect(pageOf(PAGE.contents)).toMatchObject({ contentsLike: true, statements: {} });
    expect(pageOf(PAGE.balance).contentsLike).toBe(false);
  });
});

describe("a line of a table is told from running text", () => {
  it.each([
    ["Net sales   $ 1,250   $ 1,100", "Net sales", [1_250, 1_100]],
    ["Interest expense   (20)   (18)", "Interest expense", [-20, -18]],
    ["Net income.............. $ 629,551   268,395", "Net income", [629_551, 268_395]],
    ["Effective tax rate   23%   20%", "Effective tax rate", [23, 20]],
    ["Proceeds from sale of assets   5   —   3", "Proceeds from sale of assets", [5, 0, 3]],
    ["Net sales 14,082 11,303 11,503", "Net sales", [14_082, 11_303, 11_503]],
    ["Tax of $7 and $1 on operations   21   90", "Tax of $7 and $1 on operations", [21, 90]],
  ])("%s", (text, label, values) => {
    const [line] = linesOf(text);
    expect(line).toMatchObject({ isRow: true, label });
    expect(line?.cells.map((cell) => cell.value)).toEqual(values);
  });

  it.each([
    ["We employed approximately 8,400 people in 2020."],
    ["Years ended December 31,   2020   2019   2018"],
    ["Revenue   2020   2019"],
    ["Consolidated Balance Sheets"],
    [""],
  ])("%j is no row", (text) => {
    expect(linesOf(text)[0]?.isRow).toBe(false);
  });

  it("names a sum for the heading of the rows above it, and a label that runs over two lines in full", () => {
    const lines = linesOf(
      "Revenues\nRooms   10   9\nCasino   20   18\n30   27\nNet cash used in\nfinancing activities   5   4",
    );
    expect(lines[3]).toMatchObject({ label: "Total Revenues", squeezedLabel: "totalrevenues" });
    expect(lines[5]).toMatchObject({ label: "Net cash used in financing activities", isContinued: true });
  });
});
