import type { AnalysedPage } from "../pages/analysed-page.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import type { Passage } from "../text/passages.ts";
import type { Table } from "../text/tables.ts";
import { contentStems, singleSpaced } from "../text/words.ts";
import type { TermWeights } from "./term-weights.ts";

const K1 = 1.5;
const B = 0.6;
const TABLE_FACTOR = 0.8;
const EXTREME_TABLE_FACTOR = 1.15;
const QUOTED_ROWS = 9;
const SAYS_BONUS = 0.2;
const PAIR_BONUS = 0.1;

/** A passage or a table of a page and how well it fits the question. */
export interface ScoredPassage {
  readonly passage: Pick<Passage, "start" | "end">;
  /** 0 to about 1.3. */
  readonly score: number;
  /** Share of the question's own words that stand in it, by weight, 0 to 1. */
  readonly coverage: number;
  /** Set where the passage is a whole table. */
  readonly table?: Table;
}

/** BM25 of the page over the question's stems, as a share of the best possible. */
export function pageBm25(page: AnalysedPage, question: AnalysedQuestion, weights: TermWeights): number {
  let sum = 0;
  let best = 0;
  const norm = K1 * (1 - B + (B * page.length) / weights.averageLength);
  for (const term of question.stems) {
    const weight = term.weight * weights.weight(term.stem);
    if (term.own) best += weight * (K1 + 1);
    const count = page.stems.get(term.stem) ?? 0;
    if (count === 0) continue;
    const heading = page.headingStems.has(term.stem) ? 1.25 : 1;
    sum += (heading * weight * count * (K1 + 1)) / (count + norm);
  }
  return best === 0 ? 0 : sum / best;
}

/** Passages of a page by how much of the question they hold, the best first. */
export function scorePassages(
  page: AnalysedPage,
  question: AnalysedQuestion,
  weights: TermWeights,
  limit: number,
): ScoredPassage[] {
  const terms = question.stems.map((term) => ({ ...term, value: term.weight * weights.weight(term.stem) }));
  const own = terms.reduce((sum, term) => sum + (term.own ? term.value : 0), 0);
  if (own === 0) return [];
  const sets = page.passages.map((passage) => new Set(passage.stems));
  const scored: ScoredPassage[] = [];
  for (const [index, passage] of page.passages.entries()) {
    const here = sets[index];
    if (here === undefined || here.size === 0) continue;
    const near = [sets[index - 2], sets[index - 1], sets[index + 1], sets[index + 2]];
    let covered = 0;
    let direct = 0;
    let ownDirect = 0;
    for (const term of terms) {
      if (here.has(term.stem)) {
        covered += term.value;
        direct += term.value;
        if (term.own) ownDirect += term.value;
      } else if (near.some((set) => set?.has(term.stem) === true)) covered += 0.45 * term.value;
      else if (page.headingStems.has(term.stem)) covered += 0.35 * term.value;
    }
    if (direct === 0) continue;
    const score = covered / own + passageBonus(page, passage, here, question);
    const factor = passage.kind === "row" ? rowFactor(page, passage, question) : shapeFactor(passage, page);
    scored.push({ passage, score: score * factor, coverage: ownDirect / own });
  }
  scored.push(...scoreTables(page, question, terms, own));
  return scored.sort((a, b) => b.score - a.score || a.passage.start - b.passage.start).slice(0, limit);
}

/** A table as a whole, by its title and labels: what one row lacks another has. */
function scoreTables(
  page: AnalysedPage,
  question: AnalysedQuestion,
  terms: readonly { readonly stem: string; readonly value: number }[],
  own: number,
): ScoredPassage[] {
  const factor = question.extreme === undefined ? TABLE_FACTOR : EXTREME_TABLE_FACTOR;
  return page.tables.flatMap((table) => {
    const covered = terms.reduce((sum, term) => sum + (table.stems.has(term.stem) ? term.value : 0), 0);
    if (covered === 0) return [];
    const first = table.lastRow - table.firstRow < QUOTED_ROWS ? table.titleLine : table.firstRow;
    const last = Math.min(table.lastRow, first + QUOTED_ROWS);
    const start = page.lines[first]?.start ?? 0;
    const end = page.lines[last]?.end ?? start;
    return [
      {
        passage: { start, end },
        score: (covered / own) * factor,
        coverage: Math.min(1, covered / own),
        table,
      },
    ];
  });
}

function passageBonus(
  page: AnalysedPage,
  passage: Passage,
  here: ReadonlySet<string>,
  question: AnalysedQuestion,
): number {
  const text = singleSpaced(page.text.slice(passage.start, passage.end)).toLowerCase();
  let bonus = 0;
  const pairs = question.pairs.filter(
    ([a, b]) => a !== b && here.has(a) && here.has(b) && adjacent(passage.stems, a, b),
  );
  bonus += Math.min(3 * PAIR_BONUS, PAIR_BONUS * pairs.length);
  const says = question.topics.filter((topic) => topic.says?.test(text) === true).length;
  bonus += Math.min(1.5 * SAYS_BONUS, SAYS_BONUS * says);
  if (question.wanted === "figure") bonus += figureBonus(text);
  if (question.wanted === "date") bonus += dateBonus(text);
  if (
    question.wanted === "person" &&
    /\p{Lu}\p{Ll}+ (?:\p{Lu}\. )?\p{Lu}\p{Ll}+/u.test(page.text.slice(passage.start, passage.end))
  )
    bonus += 0.08;
  return bonus;
}

function dateBonus(text: string): number {
  if (/\bsince (?:\w+ )?(?:19|20)\d{2}\b|\bfor (?:the past )?\w+ years\b/.test(text)) return 0.2;
  return /\b(?:19|20)\d{2}\b/.test(text) ? 0.08 : 0;
}

/** A figure other than a year is due; best one with a currency, a percentage or a scale. */
function figureBonus(text: string): number {
  if (/[$€£¥]\s?\d|\d\s?%|\d (?:million|billion|thousand|percent)/.test(text)) return 0.12;
  return /\d/.test(text.replaceAll(/\b(?:19|20)\d{2}\b/g, "")) ? 0.06 : -0.1;
}

function adjacent(stems: readonly string[], first: string, second: string): boolean {
  return stems.some((stem, index) => stem === first && stems[index + 1] === second);
}

/** A row whose label says little else than the question is the row that was asked for, most of all on a statement. */
function rowFactor(page: AnalysedPage, passage: Passage, question: AnalysedQuestion): number {
  const label = new Set(contentStems(page.lines[passage.firstLine]?.label ?? ""));
  if (label.size < 2) return 1;
  const asked = new Set(
    question.stems.filter((term) => term.own && term.weight > 0.2).map((term) => term.stem),
  );
  const shared = [...label].filter((stem) => asked.has(stem)).length;
  const likeness = Math.max(0, ...Object.values(page.statements));
  return shared < 2 ? 1 : 0.8 + (shared / label.size) * (0.4 + 0.3 * likeness);
}

/** "Refer to Note 9 for …" names the subject and sends the reader elsewhere. */
function isPointer(text: string): boolean {
  return (
    text.length < 400 &&
    /\b(?:refer to|see|included in|set forth in)\s+(?:also\s+)?(?:the\s+)?[“"‘']?(?:note|item|part|section|exhibit|page|management|capital|liquidity|critical)/i.test(
      text,
    )
  );
}

/** Headings and scraps repeat the words of a question and say nothing about them. */
function shapeFactor(passage: Passage, page: AnalysedPage): number {
  if (isPointer(page.text.slice(passage.start, passage.end))) return 0.6;
  if (page.text.slice(passage.start, passage.end).trimEnd().endsWith(":")) return 0.7;
  if (passage.kind === "line") return passage.stems.length < 4 ? 0.6 : 0.8;
  return passage.stems.length < 4 ? 0.7 : 1;
}
