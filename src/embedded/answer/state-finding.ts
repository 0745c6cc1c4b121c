import type { AnalysedQuestion } from "../question/analysed-question.ts";
import type { PageFinding } from "../search/find-evidence.ts";
import { singleSpaced } from "../text/words.ts";
import { describeRow, readRow } from "./row-reading.ts";
import type { SelectedPage } from "./select-evidence.ts";

/** One or two sentences that say what was found; nothing in them that the quotes do not hold. */
export function stateFinding(question: AnalysedQuestion, selected: readonly SelectedPage[]): string {
  const rows = statedRows(
    question,
    selected.map((entry) => entry.finding),
  );
  if (rows.length > 0) return `${rows.join(". ")}.`;
  const quote = selected[0]?.quotes[0];
  return quote === undefined ? "" : singleSpaced(quote.text);
}

/** The rows that give the metric itself or the line items asked for, each from its best page. */
export function statedRows(question: AnalysedQuestion, findings: readonly PageFinding[]): string[] {
  const stated: string[] = [];
  const direct = findings[0]?.directRow === undefined ? undefined : findings[0];
  if (direct?.directRow !== undefined) {
    const row = readRow(direct.page.lines, direct.directRow);
    if (row !== undefined) stated.push(describeRow(row));
  }
  for (const item of question.items) {
    const match = findings.flatMap((finding) => {
      const found = finding.items.find(
        (candidate) => candidate.item.id === item.id && candidate.score >= 0.45,
      );
      return found?.line === undefined ? [] : [{ lines: finding.page.lines, line: found.line }];
    })[0];
    const row = match === undefined ? undefined : readRow(match.lines, match.line);
    if (row !== undefined && stated.length < 4) stated.push(describeRow(row));
  }
  return stated;
}
