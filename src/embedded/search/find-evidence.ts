import type { SourceDocument } from "#minions";
import { type AnalysedPage, isHeading } from "../pages/analysed-page.ts";
import type { AnalysedQuestion, Wanted } from "../question/analysed-question.ts";
import { singleSpaced } from "../text/words.ts";
import { type ItemMatch, matchItem } from "./item-match.ts";
import { pageBm25, type ScoredPassage, scorePassages } from "./page-text-score.ts";
import type { TermWeights } from "./term-weights.ts";

/** What one page offers to a question. */
export interface PageFinding {
  readonly document: SourceDocument | undefined;
  readonly page: AnalysedPage;
  /** 0 to about 2; comparable between pages of one search. */
  readonly score: number;
  readonly textScore: number;
  readonly passages: readonly ScoredPassage[];
  readonly items: readonly ItemMatch[];
  /** Index of a row that gives the asked metric itself. */
  readonly directRow: number | undefined;
  /** How far the question is about statement lines and nothing else, 0 to 1; the same for all findings of a search. */
  readonly itemFocus: number;
}

/** A page to search and the document it is from; undefined for a chunk. */
export interface SearchedPage {
  readonly document: SourceDocument | undefined;
  readonly page: AnalysedPage;
}

/** What a page that holds all of a question's words reaches, for pages that are scored on their own. */
const FULL_BM25 = 0.7;
/** What the best passage of a page weighs against the words of the whole page. */
const PASSAGE_SHARE = 0.62;
const PASSAGES_A_PAGE = 4;
const PAGES_READ_CLOSELY = 60;

/** Ranks pages for a question, the best first. */
export function* findEvidence(
  pages: readonly SearchedPage[],
  question: AnalysedQuestion,
  weights: TermWeights,
  scale: "relative" | "absolute" = "relative",
): Generator<void, PageFinding[]> {
  const rough = [];
  for (const entry of pages) {
    const bm25 = pageBm25(entry.page, question, weights);
    const items = question.items.flatMap((item) => matchItem(entry.page, item, question) ?? []);
    rough.push({ ...entry, bm25, items });
    yield;
  }
  const topBm25 = scale === "absolute" ? FULL_BM25 : Math.max(0.35, ...rough.map((entry) => entry.bm25));
  const close = new Set(
    [...rough]
      .sort((a, b) => b.bm25 - a.bm25)
      .slice(0, PAGES_READ_CLOSELY)
      .map((entry) => entry.page),
  );
  const metricWeight = weightOfItems(question, weights);
  const findings: PageFinding[] = [];
  for (const entry of rough) {
    const passages = close.has(entry.page)
      ? scorePassages(entry.page, question, weights, PASSAGES_A_PAGE)
      : [];
    findings.push(finding(entry, passages, Math.min(1, entry.bm25 / topBm25), question, metricWeight));
    yield;
  }
  return findings.sort((a, b) => b.score - a.score);
}

function finding(
  entry: SearchedPage & { readonly items: readonly ItemMatch[] },
  passages: readonly ScoredPassage[],
  bm25: number,
  question: AnalysedQuestion,
  metricWeight: number,
): PageFinding {
  const { page, document } = entry;
  const passage = passages[0]?.score ?? 0;
  const textScore = ((1 - PASSAGE_SHARE) * bm25 + PASSAGE_SHARE * passage) * (page.contentsLike ? 0.3 : 1);
  const directRow = directRowOf(page, question);
  const itemScore = Math.max(0, ...entry.items.map((match) => match.score));
  const together = entry.items.filter((match) => match.score > 0.5).length;
  const isPrimary = Object.values(page.statements).some((likeness) => likeness > 0.7);
  const metric =
    (question.wanted === "reason" && isPrimary ? 0.4 : 1) *
      itemScore *
      (question.metric?.isUsuallyStated === true ? 0.5 : 1) +
    Math.min(0.2, 0.05 * Math.max(0, together - 1)) +
    (directRow === undefined ? 0 : 0.5);
  const named = question.statements.some((kind) => (page.statements[kind] ?? 0) > 0.5) ? 0.3 : 0;
  const partsFactor = question.comparesParts && isPrimary ? PRIMARY_FOR_PARTS : 1;
  const score =
    partsFactor *
    ((1 - textShareLost(question) * metricWeight) * textScore +
      metricWeight * metric +
      metricWeight * named +
      topicBonus(page, question));
  return {
    document,
    page,
    score,
    textScore,
    passages,
    items: entry.items,
    directRow,
    itemFocus: metricWeight,
  };
}

/** A derived figure stands in no sentence: the more a question is about one, the less its words count. */
function textShareLost(question: AnalysedQuestion): number {
  if (question.metric === undefined || question.metric.isUsuallyStated === true) return 0.6;
  return 0.9;
}

function directRowOf(page: AnalysedPage, question: AnalysedQuestion): number | undefined {
  const direct = question.metric?.direct;
  if (direct === undefined) return undefined;
  const index = page.lines.findIndex((line) => line.isRow && direct.test(line.squeezedLabel));
  return index === -1 ? undefined : index;
}

/** How far the question is about statement lines and nothing else: 0 to 1. */
function weightOfItems(question: AnalysedQuestion, weights: TermWeights): number {
  if (question.items.length === 0) return 0;
  if (question.definition !== undefined || question.statements.length > 0) return 1;
  if (question.isAdjusted && question.statements.length === 0) return ADJUSTED_FOCUS;
  if (isDerived(question)) return 1;
  let explained = question.core.toLowerCase();
  for (const item of question.items) explained = explained.replace(item.asked, " ");
  if (question.metric !== undefined) explained = explained.replace(question.metric.asked, " ");
  const left = new Set(explained.split(/[^\p{L}\d]+/u));
  let rest = 0;
  let total = 0;
  for (const term of question.stems.filter((candidate) => candidate.own)) {
    if (term.weight < 0.5 || OPERATION_WORD.test(term.stem)) continue;
    const value = term.weight * weights.weight(term.stem);
    total += value;
    if ([...left].some((word) => word.startsWith(term.stem.slice(0, 5)))) rest += value;
  }
  const share = total === 0 ? 0 : 1 - rest / total;
  const isOneOfMany = question.extreme !== undefined && question.items.length < 3;
  const byWanted = question.metric === undefined ? MENTION_FOCUS : METRIC_FOCUS;
  const base = isOneOfMany ? ONE_OF_MANY : byWanted[question.wanted];
  const perShare =
    /\bper share\b|\b(?:how many|number of) shares\b/i.test(question.core) &&
    question.items.every((item) => item.id !== "eps")
      ? 0.4
      : 1;
  const floor = question.metric === undefined ? 0.15 : 0.35;
  return perShare * base * (floor + (1 - floor) * share);
}

const ONE_OF_MANY = 0.25;
const PRIMARY_FOR_PARTS = 0.5;
const ADJUSTED_FOCUS = 0.2;

/** How far a line item that is merely mentioned, or a metric that reports state, decides by what would answer. */
const MENTION_FOCUS: Readonly<Record<Wanted, number>> = {
  figure: 0.7,
  judgement: 0.7,
  text: 0.7,
  list: 0.5,
  reason: 0.4,
  person: 0.2,
  date: 0.3,
};
const METRIC_FOCUS: Readonly<Record<Wanted, number>> = {
  ...MENTION_FOCUS,
  figure: 1,
  judgement: 1,
  text: 1,
  list: 1,
};

/** What is done with figures; it names no other subject. */
const OPERATION_WORD =
  /^(?:cagr|compound|increas|decreas|grow|growth|grew|chang|improv|declin|drop|compar|higher|lower|averag|differ|percent|percentag|ratio|rate|amount|total|much|year-end|end|consist\w*|histor\w*|fluctuat|stabl|trend|healthy|relevant)$/;

/** A ratio or the like that stands nowhere in so many words. */
function isDerived({ metric, wanted, extreme }: AnalysedQuestion): boolean {
  return metric !== undefined && metric.direct === undefined && wanted !== "reason" && extreme === undefined;
}

function topicBonus(page: AnalysedPage, question: AnalysedQuestion): number {
  let bonus = 0;
  for (const topic of question.topics) {
    if (topic.onCover === true && page.statements.cover !== undefined) bonus += 0.9;
    const heading = topic.heading;
    if (heading === undefined || page.contentsLike) continue;
    const found = page.lines.some(
      (line) => isHeading(line) && heading.test(singleSpaced(line.text).toLowerCase()),
    );
    if (found) bonus += topic.isSaidOtherwise === true ? 0.4 : 0.1;
  }
  return bonus;
}
