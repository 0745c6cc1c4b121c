import { type RowReading, type RowValue, readRow } from "../answer/row-reading.ts";
import type { LineItem } from "../lexicon/line-item.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import type { PageFinding } from "../search/find-evidence.ts";

/** The row that a line item was read from, and its figures by year, in single units of currency where the scale is known. */
export interface ItemFigures {
  readonly item: LineItem;
  readonly row: RowReading;
  readonly byYear: ReadonlyMap<number, number>;
}

const SCALES: Readonly<Record<string, number>> = { thousands: 1e3, millions: 1e6, billions: 1e9 };
const SURE = 0.6;

/** Reads each line item of the question from the best of the pages; items that no page gives for sure are left out. */
export function readItems(question: AnalysedQuestion, findings: readonly PageFinding[]): ItemFigures[] {
  const rows = question.items.flatMap((item) => {
    const row = bestRow(item, findings);
    return row === undefined ? [] : [{ item, row }];
  });
  return figuresOf(rows, question);
}

/** Rows with their figures; a row whose page states no scale takes that of the others, where they agree. */
export function figuresOf(
  rows: readonly { readonly item: LineItem; readonly row: RowReading }[],
  question: AnalysedQuestion,
): ItemFigures[] {
  const scales = new Set(rows.flatMap(({ row }) => row.scale ?? []));
  const [common] = scales.size === 1 ? scales : [undefined];
  return rows.map(({ item, row }) => {
    const scaled = { ...row, scale: row.scale ?? common };
    return { item, row: scaled, byYear: figuresByYear(item, scaled, question) };
  });
}

function bestRow(item: LineItem, findings: readonly PageFinding[]): RowReading | undefined {
  let best: { row: RowReading; score: number } | undefined;
  for (const finding of findings) {
    const match = finding.items.find((candidate) => candidate.item.id === item.id);
    if (match?.line === undefined || match.score < SURE || match.score <= (best?.score ?? 0)) continue;
    const row = readRow(finding.page.lines, match.line);
    if (row !== undefined) best = { row, score: match.score };
  }
  return best?.row;
}

/** One value for each year: of the whole year, unless the question names a quarter. */
function figuresByYear(item: LineItem, row: RowReading, question: AnalysedQuestion): Map<number, number> {
  const scale = row.scale === undefined ? 1 : (SCALES[row.scale] ?? 1);
  const wanted = question.periods.quarters.length > 0 ? "quarter" : "year";
  const byYear = new Map<number, number>();
  const add = (value: RowValue): void => {
    if (value.year === undefined || value.percent || byYear.has(value.year)) return;
    byYear.set(value.year, (item.isOutflow === true ? Math.abs(value.value) : value.value) * scale);
  };
  for (const value of row.values) if (value.span === wanted) add(value);
  if (byYear.size === 0) for (const value of row.values) add(value);
  return byYear;
}

/** The unit that figures of the question's rows are printed in, for the answer; 1 where they differ or none is stated. */
export function commonScale(figures: readonly ItemFigures[]): {
  readonly factor: number;
  readonly word: string;
} {
  const scales = new Set(figures.map((entry) => entry.row.scale));
  const [word] = scales;
  return scales.size === 1 && word !== undefined
    ? { factor: SCALES[word] ?? 1, word }
    : { factor: 1, word: "" };
}
