import { computeFigure } from "../compute/compute-figure.ts";
import { readItems } from "../compute/item-figures.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import type { PageFinding } from "../search/find-evidence.ts";
import { singleSpaced } from "../text/words.ts";
import { stateExtreme } from "./extreme-row.ts";
import { describeRow, readRow } from "./row-reading.ts";
import type { SelectedPage } from "./select-evidence.ts";

/** The second-best passage of a page often holds the figure that the best one leads up to. */
const STATED_QUOTES = 2;
const SURE_COVERAGE = 0.45;
const CLOSEST = "No passage says it outright; this comes closest: ";

/** Below this a question names a statement line in passing and is about something else. */
const FOCUSED = 0.4;

/** One or two sentences that say what was found; nothing in them that the quotes do not hold. */
export function stateFinding(question: AnalysedQuestion, selected: readonly SelectedPage[]): string {
  const findings = selected.map((entry) => entry.finding);
  const isAboutLines = (findings[0]?.itemFocus ?? 0) >= FOCUSED;
  const computed =
    isAboutLines && isComputable(question)
      ? computeFigure(question, readItems(question, findings))
      : undefined;
  const rows = isAboutLines || findings[0]?.directRow !== undefined ? statedRows(question, findings) : [];
  if (computed !== undefined) return [computed.text, ...rows.map((row) => `${row}.`)].join(" ");
  if (rows.length > 0) return `${rows.join(". ")}.`;
  const extreme = stateExtreme(question, findings[0]);
  if (extreme !== undefined) return extreme;
  const quotes = selected[0]?.quotes.slice(0, STATED_QUOTES) ?? [];
  if (quotes.length === 0) return "";
  const coverage = Math.max(0, ...(findings[0]?.passages.map((passage) => passage.coverage) ?? []));
  const said = quotes.map((quote) => singleSpaced(quote.text)).join(" … ");
  return `${coverage < SURE_COVERAGE ? CLOSEST : ""}${said}`;
}

/** Reasons, names and lists are quoted, never computed. */
export function isComputable(question: AnalysedQuestion): boolean {
  if (question.isAdjusted) return false;
  return question.wanted === "figure" || question.wanted === "judgement" || question.wanted === "text";
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
  return [...new Set(stated)];
}
