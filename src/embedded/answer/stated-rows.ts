import type { ItemFigures } from "../compute/item-figures.ts";
import { figuresOf } from "../compute/item-figures.ts";
import type { LineItem } from "../lexicon/line-item.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import { labelQuality } from "../search/item-match.ts";
import { parseNumber } from "../text/numbers.ts";
import { squeeze } from "../text/words.ts";
import type { RowReading, RowValue } from "./row-reading.ts";

const STATED_ROW =
  /(\p{L}[^:;]{1,160}): ((?:[^;:\s][^;:]{0,40} \((?:19|20)\d{2}[^)]*\)(?:; )?)+)(?:; )?(?:in (thousands|millions|billions))?/gu;
const STATED_VALUE = /([^;\s][^;]*?) \(((?:19|20)\d{2})(?:, (quarter|part-year|year))?\)/g;

/** Reads rows back from a statement of the form that `describeRow` writes. */
export function parseStatedRows(text: string): RowReading[] {
  return [...text.matchAll(STATED_ROW)].map((match) => ({
    label: (match[1] ?? "").replace(/^.*\. (?=\p{Lu})/u, "").trim(),
    values: [...(match[2] ?? "").matchAll(STATED_VALUE)].flatMap((value) => statedValue(value)),
    scale: match[3],
  }));
}

function statedValue(match: RegExpExecArray | RegExpMatchArray): RowValue[] {
  const [, raw = "", year = "", span] = match;
  const parsed = parseNumber(raw);
  if (parsed === undefined) return [];
  const isSpan = span === "quarter" || span === "part-year" || span === "year";
  return [{ raw, ...parsed, year: Number(year), span: isSpan ? span : undefined }];
}

/** The figures of a question's line items among rows that workers stated, the strongest worker first. */
export function figuresFromRows(question: AnalysedQuestion, rows: readonly RowReading[]): ItemFigures[] {
  const found = question.items.flatMap((item) => {
    const row = bestRow(item, rows);
    return row === undefined ? [] : [{ item, row }];
  });
  return figuresOf(found, question);
}

function bestRow(item: LineItem, rows: readonly RowReading[]): RowReading | undefined {
  let best: { row: RowReading; quality: number } | undefined;
  for (const row of rows) {
    const quality = labelQuality(item, squeeze(row.label));
    if (quality > 0.5 && quality > (best?.quality ?? 0)) best = { row, quality };
  }
  return best?.row;
}
