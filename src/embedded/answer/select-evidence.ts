import type { AnalysedPage } from "../pages/analysed-page.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import type { PageFinding } from "../search/find-evidence.ts";
import { type EvidenceQuote, quoteFrom, type UniquenessCheck } from "./evidence-quote.ts";

/** A page that is cited, with the quotes taken from it, the strongest first. */
export interface SelectedPage {
  readonly finding: PageFinding;
  readonly quotes: readonly EvidenceQuote[];
}

const MAX_PAGES = 6;
const MAX_QUOTES_A_PAGE = 4;
/** Further pages must hold up against the best. */
const SHARE_OF_BEST = 0.35;
const GOOD_ITEM = 0.45;

/**
 * Chooses the pages to quote, the strongest first. Where several line items are needed, the best page of each comes
 * before the second-best page of any.
 */
export function selectEvidence(
  findings: readonly PageFinding[],
  question: AnalysedQuestion,
  unique: UniquenessCheck,
): SelectedPage[] {
  const best = findings[0];
  if (best === undefined || best.score <= 0) return [];
  const chosen: PageFinding[] = [best];
  for (const item of question.items.slice(0, 5)) {
    if (chosen.some((finding) => itemScore(finding, item.id) >= GOOD_ITEM)) continue;
    const page = maxBy(findings, (finding) => itemScore(finding, item.id));
    if (page !== undefined && itemScore(page, item.id) >= GOOD_ITEM && !chosen.includes(page))
      chosen.push(page);
  }
  for (const finding of findings) {
    if (chosen.length >= MAX_PAGES || finding.score < SHARE_OF_BEST * best.score) break;
    if (!chosen.includes(finding)) chosen.push(finding);
  }
  return chosen
    .map((finding) => ({ finding, quotes: quotesOf(finding, question, unique) }))
    .filter((selected) => selected.quotes.length > 0);
}

function itemScore(finding: PageFinding, id: string): number {
  return finding.items.find((match) => match.item.id === id)?.score ?? 0;
}

function maxBy<T>(values: readonly T[], score: (value: T) => number): T | undefined {
  let best: T | undefined;
  for (const value of values) if (best === undefined || score(value) > score(best)) best = value;
  return best;
}

function quotesOf(
  finding: PageFinding,
  question: AnalysedQuestion,
  unique: UniquenessCheck,
): EvidenceQuote[] {
  const { page } = finding;
  const spans = new Map<number, number>();
  const addLine = (index: number | undefined): void => {
    const line = index === undefined ? undefined : page.lines[index];
    if (line === undefined || index === undefined) return;
    const first = line.isContinued ? (page.lines[index - 1]?.start ?? line.start) : line.start;
    spans.set(first, line.end);
  };
  const items = finding.items.filter((match) => match.score >= GOOD_ITEM);
  addLine(finding.directRow);
  for (const match of [...items].sort((a, b) => b.score - a.score)) addLine(match.line);
  for (const { passage, score } of finding.passages) {
    if (spans.size === 0 || (items.length === 0 && score > 0.75 * (finding.passages[0]?.score ?? 0)))
      spans.set(passage.start, question.wanted === "figure" ? endWithFigure(page, passage) : passage.end);
  }
  return [...spans].slice(0, MAX_QUOTES_A_PAGE).map(([start, end]) => quoteFrom(finding, start, end, unique));
}

/** How far after a passage the figure that it leads up to may stand, in characters. */
const FIGURE_REACH = 320;
const FIGURE = /[$€£¥]\s?\d|\d\s?%|\d (?:million|billion|thousand|percent)/;

/** "Doppler sued us. … The claimant seeks $ 48 million.": where a figure is asked for, the quote goes on to the next one. */
function endWithFigure(
  page: AnalysedPage,
  passage: { readonly start: number; readonly end: number },
): number {
  if (/\d/.test(page.text.slice(passage.start, passage.end).replaceAll(/\b(?:19|20)\d{2}\b/g, "")))
    return passage.end;
  for (const next of page.passages) {
    if (next.start < passage.end) continue;
    if (next.kind !== "sentence" || next.end > passage.end + FIGURE_REACH) break;
    if (page.text.slice(passage.end, next.start).includes("\n\n")) break;
    if (FIGURE.test(page.text.slice(next.start, next.end))) return next.end;
  }
  return passage.end;
}
