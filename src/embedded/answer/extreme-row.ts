import { LINE_ITEMS } from "../lexicon/metrics.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import type { PageFinding } from "../search/find-evidence.ts";
import { labelQuality } from "../search/item-match.ts";
import type { Line } from "../text/lines.ts";
import type { Table } from "../text/tables.ts";
import { squeeze } from "../text/words.ts";
import { type RowValue, readRow } from "./row-reading.ts";

/** A table that says less about the question than this, against the page's best passage, is not the one that was asked for. */
const SHARE_OF_BEST = 0.8;
const SUM = /\b(?:total|consolidated|net of|eliminations?|corporate|unallocated)\b|^other\b/i;

interface Candidate {
  readonly label: string;
  readonly value: RowValue;
}

/**
 * For "which … had the highest …": the row with the highest or lowest figure of the table that fits best on the best page.
 * It names the table's own rows and claims nothing about the world. Undefined where no table fits or rows cannot be compared.
 */
export function stateExtreme(
  question: AnalysedQuestion,
  finding: PageFinding | undefined,
): string | undefined {
  const { extreme } = question;
  const best = finding?.passages[0]?.score ?? 0;
  const table = finding?.passages.find((passage) => passage.table !== undefined);
  if (extreme === undefined || finding === undefined || table?.table === undefined) return undefined;
  if (table.score < SHARE_OF_BEST * best) return undefined;
  const candidates = rowsToCompare(
    finding.page.lines,
    table.table,
    table.passage.end,
    question.periods.years.at(-1),
  );
  // One line that is the measure itself is the sum of the others; several mean a table of measures, not of parts.
  const parts = candidates.filter((row) => !isMeasure(row));
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0 || candidates.length - parts.length > 1) return undefined;
  const winner = others.reduce((leader, row) => (isAhead(row, leader, extreme) ? row : leader), first);
  const year = winner.value.year === undefined ? "" : ` (${winner.value.year})`;
  return `Of the rows in the table quoted, ${winner.label} has the ${extreme} figure: ${winner.value.raw}${year}.`;
}

/** "Net sales" is no segment and no region. */
function isMeasure({ label }: Candidate): boolean {
  const squeezed = squeeze(label);
  return LINE_ITEMS.some((item) => labelQuality(item, squeezed) > 0.5);
}

function isAhead(row: Candidate, leader: Candidate, extreme: "highest" | "lowest"): boolean {
  return extreme === "highest" ? row.value.value > leader.value.value : row.value.value < leader.value.value;
}

/** Rows of the table that are quoted, without sums, each with its figure for the year. */
function rowsToCompare(
  lines: readonly Line[],
  table: Table,
  quotedEnd: number,
  year: number | undefined,
): Candidate[] {
  const rows: Candidate[] = [];
  for (let index = table.firstRow; index <= table.lastRow; index += 1) {
    const line = lines[index];
    if (
      line === undefined ||
      !line.isRow ||
      line.end > quotedEnd ||
      SUM.test(line.label) ||
      line.label === ""
    )
      continue;
    const values = readRow(lines, index)?.values.filter((value) => !value.percent) ?? [];
    const ofYear = values.filter((value) => value.year === year);
    const value =
      ofYear.find((candidate) => candidate.span === "year") ??
      ofYear[0] ??
      (year === undefined ? values[0] : undefined);
    if (value !== undefined) rows.push({ label: line.label, value });
  }
  return rows;
}
