import type { Line } from "../text/lines.ts";
import { squeezeLetters } from "../text/words.ts";

/** The figures of a table row, by the years that stand above them. */
export interface RowReading {
  readonly label: string;
  /** In the order printed; `year` is undefined where no heading tells. */
  readonly values: readonly RowValue[];
  /** "millions", "thousands", "billions" or undefined where the page does not say. */
  readonly scale: string | undefined;
}

/** One figure of a row and what its column says about it. */
export interface RowValue {
  readonly year: number | undefined;
  /** What the column covers, where headings tell columns of one year apart. */
  readonly span: ColumnSpan | undefined;
  readonly value: number;
  readonly percent: boolean;
  readonly raw: string;
}

/** What a column covers: a quarter, a part of the year, or a whole year. */
export type ColumnSpan = "quarter" | "part-year" | "year";

const HEADER_REACH = 70;

/** Reads the row at `index`: label, figures, the years of their columns and the scale the page states. */
export function readRow(lines: readonly Line[], index: number): RowReading | undefined {
  const line = lines[index];
  if (line === undefined || !line.isRow) return undefined;
  const cells = line.cells.filter((cell) => !/^\(\d\)$/.test(cell.raw) || line.cells.length <= 3);
  const years = columnYears(lines, index, cells.length);
  const spans = columnSpans(lines, index, cells.length);
  const values = cells.map((cell, column) => ({
    year: years[column],
    span: spans[column],
    value: cell.value,
    percent: cell.percent,
    raw: cell.raw.replaceAll(/\s+/g, ""),
  }));
  return { label: line.label.replaceAll(/\s+/g, " "), values, scale: scaleAbove(lines, index) };
}

/** Years of the nearest heading line above that has one for each column, or at least two. */
function columnYears(lines: readonly Line[], index: number, columns: number): (number | undefined)[] {
  let fallback: number[] | undefined;
  for (let above = index - 1; above >= Math.max(0, index - HEADER_REACH); above -= 1) {
    const line = lines[above];
    if (line === undefined || line.isBlank) continue;
    const years = yearsOf(line.text);
    if (years.length === 0 || isSentenceWithYears(line.text)) continue;
    if (years.length === columns) return years;
    if (years.length > 1 && fallback === undefined) fallback = years;
    if (years.length === 1 && columns > 1 && fallback === undefined)
      fallback = stackedYears(lines, above, columns);
  }
  return fallback !== undefined && fallback.length <= columns ? fallback : [];
}

const SPANS = /\b(three|six|nine|twelve)\s+months|\b(quarters?|years?)\s+ended/gi;

/** "Three months ended   Twelve months ended" over columns: each heading covers an equal share of them. */
function columnSpans(lines: readonly Line[], index: number, columns: number): ColumnSpan[] {
  for (let above = index - 1; above >= Math.max(0, index - HEADER_REACH); above -= 1) {
    const text = lines[above]?.text ?? "";
    const found =
      text.length > 200 ? [] : [...text.matchAll(SPANS)].map((match) => spanOf(match[0].toLowerCase()));
    if (found.length === 0) continue;
    if (columns % found.length !== 0) return [];
    const each = columns / found.length;
    return Array.from({ length: columns }, (_, column) => found[Math.floor(column / each)] ?? "year");
  }
  return [];
}

function spanOf(words: string): ColumnSpan {
  if (/three|quarter/.test(words)) return "quarter";
  return /six|nine/.test(words) ? "part-year" : "year";
}

function yearsOf(text: string): number[] {
  return [...text.matchAll(/(?<![\d,.$])(?:19|20)\d{2}(?![\d,.]\d)/g)].map((match) => Number(match[0]));
}

function isSentenceWithYears(text: string): boolean {
  const words = text.match(/\p{Ll}{3,}/gu) ?? [];
  return words.length > 12 || /\.\s*$/.test(text);
}

/** One year a line: "December 31, / 2021 / 2020". */
function stackedYears(lines: readonly Line[], last: number, columns: number): number[] | undefined {
  const found: number[] = [];
  for (let above = last; above >= 0 && found.length < columns; above -= 1) {
    const line = lines[above];
    if (line === undefined || line.isBlank) continue;
    const years = yearsOf(line.text);
    if (years.length !== 1 || squeezeLetters(line.text).length > 24) {
      if (squeezeLetters(line.text).length > 24) break;
      continue;
    }
    found.unshift(years[0] ?? 0);
  }
  return found.length === columns ? found : undefined;
}

const SCALE =
  /\b(?:in|amounts in|dollars in)\s*(?:u\.?s\.?\s*)?(?:\$|dollars\s*)?\s*(millions|thousands|billions)\b|\(\s*(?:\$\s*)?(millions|thousands|billions)\b|\b(millions|thousands|billions) of (?:u\.?s\.? )?dollars\b/i;

/** What the headings above say that figures are counted in. */
function scaleAbove(lines: readonly Line[], index: number): string | undefined {
  for (let above = index; above >= 0; above -= 1) {
    const text = lines[above]?.text ?? "";
    const match = text.length > 200 ? null : SCALE.exec(text);
    const scale = match?.[1] ?? match?.[2] ?? match?.[3];
    if (scale !== undefined) return scale.toLowerCase();
  }
  return undefined;
}

/** "Total net sales: 177,866 (2017); 135,987 (2016); in millions". */
export function describeRow(row: RowReading): string {
  const values = row.values.map((value) =>
    value.year === undefined ? value.raw : `${value.raw} (${value.year}${spanLabel(value.span)})`,
  );
  const scale =
    row.scale === undefined || row.values.every((value) => value.percent) ? [] : [`in ${row.scale}`];
  return `${row.label}: ${[...values, ...scale].join("; ")}`;
}

function spanLabel(span: ColumnSpan | undefined): string {
  return span === undefined || span === "year" ? "" : `, ${span}`;
}
