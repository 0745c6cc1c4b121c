import type { LineItem } from "../lexicon/line-item.ts";
import type { AnalysedPage } from "../pages/analysed-page.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";

/** A row of a page that carries a line item. */
export interface ItemMatch {
  readonly item: LineItem;
  /** Index of the row's line on the page; undefined where only the statement was recognised. */
  readonly line: number | undefined;
  /** 0 to 1: is this the primary statement, is this the line, are these the years? */
  readonly score: number;
}

/** The best row of the page for a line item. */
export function matchItem(
  page: AnalysedPage,
  item: LineItem,
  question: AnalysedQuestion,
): ItemMatch | undefined {
  const likeness = page.statements[item.statement] ?? 0;
  let best: { line: number; quality: number } | undefined;
  for (const [index, line] of page.lines.entries()) {
    if (!line.isRow || line.squeezedLabel === "") continue;
    const quality = labelQuality(item, line.squeezedLabel);
    if (quality > (best?.quality ?? 0)) best = { line: index, quality };
  }
  if (best === undefined) return undefined;
  const years = yearShare(page, question);
  const score = (0.6 * likeness + 0.4 * best.quality * (0.4 + 0.6 * likeness)) * (0.5 + 0.5 * years);
  return { item, line: best.line, score };
}

/** 1 for the label that such a line usually has, less for looser ones, 0 for another line. */
export function labelQuality(item: LineItem, label: string): number {
  if (item.not?.test(label) === true) return 0;
  for (const [index, pattern] of item.labels.entries()) {
    const match = pattern.exec(label);
    if (match === null) continue;
    const whole = match[0].length / label.length;
    return (1 - index * 0.22) * (0.8 + 0.2 * whole);
  }
  return 0;
}

function yearShare(page: AnalysedPage, question: AnalysedQuestion): number {
  const { years } = question.periods;
  if (years.length === 0) return 1;
  return years.filter((year) => page.years.has(year)).length / years.length;
}
