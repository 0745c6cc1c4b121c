import { type NumberCell, numberCells } from "./numbers.ts";
import { squeeze } from "./words.ts";

/** One line of a page. A row is a line whose label is followed by numeric cells. */
export interface Line {
  readonly text: string;
  /** Offsets in the page's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Text before the first cell; the whole line where it is no row. */
  readonly label: string;
  /** The label's letters and digits alone; empty where it is no row. */
  readonly squeezedLabel: string;
  readonly cells: readonly NumberCell[];
  readonly isRow: boolean;
  /** The label begins on the line above. */
  readonly isContinued: boolean;
  readonly isBlank: boolean;
}

/** A label ends at two spaces, a dot leader or a currency sign, and then only cells follow. */
const LABEL_END =
  /(?:(?<!\s)\s{2,}|(?<![\s.])\s*\.{3,}\s*|(?<![\s.])\s*(?:\.\s){3,}|(?<!\s)\s+(?=[$€£¥]))(?=[$€£¥(\d—–-])/gu;
const CELLS = /^[\s$€£¥(),.%\d—–−*-]*$/u;
const LAST_UNIT = /(?:pts?|bps|x|NM|N\/A|n\/m)$/;
const FOOTNOTE = /\([a-z]{1,2}\)/g;
const ONE_SPACE_CELLS = /(?:\s+[$€£¥]?\s?[(–—−-]?(?:\d[\d,.]*|[—–])\)?%?\)?)+$/u;
const MAX_LABEL = 180;
const TOTAL_REACH = 24;

/** Cuts a page into lines and tells table rows from running text. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const piece of text.split("\n")) {
    const line = readLine(piece, start);
    lines.push(line.isRow ? completeLabel(line, lines) : line);
    start += piece.length + 1;
  }
  return lines;
}

function readLine(text: string, start: number): Line {
  const end = start + text.length;
  const plain = {
    text,
    start,
    end,
    label: text.trim(),
    squeezedLabel: "",
    cells: [],
    isRow: false,
    isContinued: false,
    isBlank: text.trim() === "",
  };
  if (plain.isBlank || text.length > 600 || isPeriodHeading(text)) return plain;
  const split = rowSplit(text);
  if (split === undefined) return plain;
  const cells = numberCells(text, split);
  if (cells.length === 0 || (cells.length > 1 && cells.every(isYear))) return plain;
  const label = text
    .slice(0, split)
    .replaceAll(/[\s.$€£¥]+$/gu, "")
    .trim();
  return { ...plain, label, squeezedLabel: squeeze(label), cells, isRow: true };
}

/** "Revenue   2020   2019" heads a table. */
function isYear(cell: NumberCell): boolean {
  return /^(?:19|20)\d{2}$/.test(cell.raw);
}

function completeLabel(line: Line, before: readonly Line[]): Line {
  if (line.label === "") return nameTotal(line, before);
  const above = before.at(-1);
  if (above === undefined || above.isRow || above.isBlank || !/^\p{Ll}/u.test(line.label)) return line;
  const start = above.text.trim();
  if (start.length < 8 || start.length > 120 || /[.:;]$/.test(start)) return line;
  const label = `${start} ${line.label}`;
  return { ...line, label, squeezedLabel: squeeze(label), isContinued: true };
}

/** A sum without a label, below the rows it adds up: it is named for the heading of those rows. */
function nameTotal(line: Line, before: readonly Line[]): Line {
  let rows = 0;
  for (const above of before.slice(-TOTAL_REACH).toReversed()) {
    if (above.isRow && above.label !== "") rows += 1;
    else if (!above.isBlank) {
      const heading = above.label.replace(/:$/, "");
      if (rows < 2 || above.isRow || heading.length > 60) return line;
      return { ...line, label: `Total ${heading}`, squeezedLabel: squeeze(`total ${heading}`) };
    }
  }
  return line;
}

const PERIOD_WORDS =
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|fiscal|years?|quarters?|months?|weeks?|ended|ending|as of|at|three|six|nine|twelve|first|second|third|fourth|change|vs|and|to|fy|q[1-4])\b/gi;

/** "Years ended December 31,  2020  2019": the heading of columns, no row of figures. */
function isPeriodHeading(text: string): boolean {
  if (!/\b(?:19|20)\d{2}\b/.test(text) || text.length > 300) return false;
  const rest = text.replaceAll(PERIOD_WORDS, " ").replaceAll(/\b(?:(?:19|20)\d{2}|[0-3]?\d)\b/g, " ");
  return !/[\p{L}\d$€£¥]/u.test(rest);
}

function rowSplit(text: string): number | undefined {
  for (const match of text.matchAll(LABEL_END)) {
    const at = match.index + match[0].length;
    if (at > MAX_LABEL + 120) return undefined;
    if (match.index === 0) {
      if (isCellsOnly(text)) return at;
      continue;
    }
    if (holdsCellsOnly(text.slice(at)) && /\p{L}/u.test(text.slice(0, match.index))) return at;
  }
  return isCellsOnly(text) ? 0 : singleSpacedRow(text);
}

function isCellsOnly(text: string): boolean {
  return /\d/.test(text) && holdsCellsOnly(text) && numberCells(text).length >= 2;
}

/** Nothing but figures, signs and the marks of footnotes. */
function holdsCellsOnly(text: string): boolean {
  return CELLS.test(text.trimEnd().replace(LAST_UNIT, "").replaceAll(FOOTNOTE, ""));
}

/** "Net sales 14,082 11,303 11,503": extractors that give one space between cells. */
function singleSpacedRow(text: string): number | undefined {
  const trimmed = text.trimEnd();
  const tail = ONE_SPACE_CELLS.exec(trimmed)?.[0];
  if (tail === undefined) return undefined;
  const label = trimmed.slice(0, trimmed.length - tail.length).trim();
  if (!/^\p{L}/u.test(label) || label.length > 120 || /[.;]/.test(label)) return undefined;
  const cells = numberCells(tail);
  if (cells.length < 2 && !/[$€£¥%]|\d,\d{3}/.test(tail)) return undefined;
  return trimmed.length - tail.trimStart().length;
}
