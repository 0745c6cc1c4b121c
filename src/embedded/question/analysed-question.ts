import type { LineItem } from "../lexicon/line-item.ts";
import { LINE_ITEMS, lineItem, METRICS, type Metric } from "../lexicon/metrics.ts";
import { STATEMENT_SIGNS, type StatementKind } from "../lexicon/statements.ts";
import { TOPICS, type Topic } from "../lexicon/topics.ts";
import { contentStems, isCommonStem, singleSpaced, squeezeLetters, stem, wordsOf } from "../text/words.ts";
import { coreQuestion } from "./core-question.ts";
import { type Periods, periodsOf } from "./periods.ts";

/** What kind of thing would answer the question. */
export type Wanted = "figure" | "reason" | "person" | "date" | "list" | "judgement" | "text";

/** A stem to search for and how much it counts. */
export interface WeightedStem {
  readonly stem: string;
  /** 1 for a word of the question, less for words that the lexicon adds. */
  readonly weight: number;
  readonly own: boolean;
}

/** What a question asks, as far as rules can tell. */
export interface AnalysedQuestion {
  readonly text: string;
  readonly core: string;
  readonly wanted: Wanted;
  readonly stems: readonly WeightedStem[];
  /** Neighbouring content stems of the question: phrases worth more than their words. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly periods: Periods;
  /** Statements that the question names. */
  readonly statements: readonly StatementKind[];
  readonly metric: Metric | undefined;
  /** Line items to find, the most telling first. */
  readonly items: readonly LineItem[];
  /** It asks for a figure by the company's own rules: "adjusted", "organic", "excluding …". */
  readonly isAdjusted: boolean;
  readonly topics: readonly Topic[];
  /** Which of several: "the highest", "the worst". */
  readonly extreme: "highest" | "lowest" | undefined;
  /** It compares segments, regions, products and the like: parts, which the primary statements do not show. */
  readonly comparesParts: boolean;
  /** "defined as …", where the question says how to compute. */
  readonly definition: string | undefined;
}

const DEFINITION =
  /\b(?:is|are|be)?\s*defined(?: here)? as:?\s*([^?]*?)(?:\.\s|\.$|\?|$)|\bdefine\s+[^.?]{1,80}?\s+as:?\s+([^?]*?)(?:\.\s|\.$|\?|$)/i;

/** Figures that a company adjusts by its own rules stand in no statement line. */
const ADJUSTED =
  /\badjusted\b|\bnon-?\s?gaap\b|\bexclud(?:e|es|ing)\b|\borganic\b|\bcore (?:constant|sales|eps|earnings|growth)\b/i;

/** Longer texts are no questions; what is analysed of them is their beginning. */
const MAX_QUESTION = 4_000;

/** `names` are names of documents and companies: words of theirs stand on every page and tell none apart. */
export function analyseQuestion(question: string, names: readonly string[] = []): AnalysedQuestion {
  const text = question.slice(0, MAX_QUESTION);
  const core = coreQuestion(text);
  const lower = singleSpaced(core).toLowerCase();
  const definition = definitionOf(singleSpaced(text));
  const metric = metricIn(lower);
  const extreme = extremeOf(withoutNames(core, names));
  const items = itemsOf(lower, definition, metric);
  const topics = TOPICS.filter((topic) => topic.asked.test(lower));
  return {
    text,
    core,
    wanted: wantedOf(lower, metric !== undefined || items.length > 0),
    stems: weightedStems(core, topics, namedIn(core, names), extreme !== undefined),
    pairs: pairsOf(core, namedIn(core, names)),
    extreme,
    comparesParts: extreme !== undefined && PARTS.test(lower),
    periods: periodsOf(text),
    statements: STATEMENT_SIGNS.filter((signs) => signs.named.test(text.toLowerCase())).map(
      (signs) => signs.kind,
    ),
    metric,
    items,
    isAdjusted: ADJUSTED.test(core),
    topics,
    definition,
  };
}

function definitionOf(text: string): string | undefined {
  const match = DEFINITION.exec(text);
  const found = (match?.[1] ?? match?.[2])?.trim();
  return found === undefined || found.length < 8 ? undefined : found;
}

/** The metric that is named first; of those that begin at the same place, the one listed first. */
function metricIn(lower: string): Metric | undefined {
  let best: { metric: Metric; at: number } | undefined;
  for (const metric of METRICS) {
    const at = metric.asked.exec(lower)?.index;
    if (at !== undefined && at < (best?.at ?? Number.POSITIVE_INFINITY)) best = { metric, at };
  }
  return best?.metric;
}

/** The lines of a definition or of the metric, whichever needs more of the other's; otherwise plain mentions. */
function itemsOf(lower: string, definition: string | undefined, metric: Metric | undefined): LineItem[] {
  const parts = (metric?.items ?? []).flatMap((id) => lineItem(id) ?? []);
  const defined = definition === undefined ? [] : mentionedItems(definition.toLowerCase());
  if (defined.length > 0 && !isPartOf(defined, parts)) return defined.slice(0, MAX_ITEMS);
  if (defined.length > 0) return parts.slice(0, MAX_ITEMS);
  for (const item of mentionedItems(lower)) if (!parts.includes(item)) parts.push(item);
  return parts.slice(0, MAX_ITEMS);
}

/** A definition of EBITDA inside a question about the EBITDA margin leaves the margin's other line out. */
function isPartOf(defined: readonly LineItem[], parts: readonly LineItem[]): boolean {
  return defined.length < parts.length && defined.every((item) => parts.includes(item));
}

const MAX_ITEMS = 6;

function mentionedItems(text: string): LineItem[] {
  return LINE_ITEMS.flatMap((item) => {
    const match = item.asked.exec(text);
    return match === null ? [] : [{ item, at: match.index }];
  })
    .sort((a, b) => a.at - b.at)
    .map((entry) => entry.item);
}

function wantedOf(lower: string, isAboutLines: boolean): Wanted {
  if (
    /\bwhy\b|\bwhat (?:drove|drives|caused|explains|led)\b|\b(?:nature|purpose|describe|explain)\b|\breasons?\b|\bdrivers?\b|\bhow come\b|\bcaused\b/.test(
      lower,
    )
  )
    return "reason";
  if (/^(?:who|whom|whose)\b|\bwho (?:is|was|are|were)\b/.test(lower))
    return /\b(?:customers|competitors|suppliers|clients)\b/.test(lower) ? "list" : "person";
  if (
    /^when\b|\bsince when\b|\bhow long\b|\bwhat date\b|\bon which date\b|\bwhich (?:year|month)\b/.test(lower)
  )
    return "date";
  if (
    /\bhow (?:much|many|large|big|high)\b|\bwhat (?:is|was|were|are) (?:the |\S+['’]s? )?.{0,60}\b(?:amount|total|sum|fee|charge|size|number|quantity|ratio|margin|rate|percent|%|growth|cagr|average|value|price|balance)\b/.test(
      lower,
    )
  )
    return "figure";
  if (/^(?:is|are|was|were|does|do|did|has|have|had|can|will|would|should)\b/.test(lower)) return "judgement";
  if (
    /^(?:list|name)\b|\bwhat are\b|\bwhich\b.{0,40}\b(?:securities|products|segments|companies|geographies|customers)\b/.test(
      lower,
    )
  )
    return "list";
  return isAboutLines && /\bwhat (?:is|was|were)\b/.test(lower) ? "figure" : "text";
}

/** "Best Buy" asks for no best. */
function withoutNames(core: string, names: readonly string[]): string {
  const named = namedIn(core, names);
  return core
    .replaceAll(/\p{Lu}[\p{L}&]+/gu, (word) => (named.has(stem(word.toLowerCase())) ? " " : word))
    .toLowerCase();
}

function extremeOf(lower: string): "highest" | "lowest" | undefined {
  if (
    /\b(?:lowest|least|smallest|worst|weakest|fewest|minimum)\b|\bbiggest (?:drop|decline|decrease|loss)|\bdragged\b/.test(
      lower,
    )
  )
    return "lowest";
  return /\b(?:highest|most|largest|biggest|best|greatest|strongest|maximum|top)\b(?! line)/.test(lower)
    ? "highest"
    : undefined;
}

const LEXICON_WEIGHT = 0.25;
const NAME_WEIGHT = 0.04;
const ENTITY_FACTOR = 1.4;
const SAID_OTHERWISE_FACTOR = 0.35;

function weightedStems(
  core: string,
  topics: readonly Topic[],
  names: ReadonlySet<string>,
  isOneOfMany: boolean,
): WeightedStem[] {
  const found = new Map<string, WeightedStem>();
  const entities = entityStems(core);
  for (const stemmed of contentStems(withoutMeasureWords(core))) {
    if (stemmed === "fy") continue;
    const entity = entities.has(stemmed) && !PERIOD_WORD.test(stemmed) ? ENTITY_FACTOR : 1;
    const weight = names.has(stemmed) ? NAME_WEIGHT : ownWeight(stemmed, isOneOfMany) * entity;
    found.set(stemmed, { stem: stemmed, weight, own: true });
  }
  if (topics.some((topic) => topic.isSaidOtherwise === true)) {
    for (const [key, term] of found) found.set(key, { ...term, weight: term.weight * SAID_OTHERWISE_FACTOR });
  }
  for (const stemmed of topics.flatMap((topic) => contentStems(topic.words))) {
    if (!found.has(stemmed))
      found.set(stemmed, {
        stem: stemmed,
        weight: isOneOfMany ? LEXICON_WEIGHT / 3 : LEXICON_WEIGHT,
        own: false,
      });
  }
  return [...found.values()];
}

const PERIOD_WORD =
  /^(?:(?:19|20)\d{2}|q|quarter|year|fiscal|annual|month|first|second|third|fourth|end|end|period)$/;

const PARTS =
  /\b(?:regions?|segments?|categor(?:y|ies)|divisions?|geograph\w*|countr(?:y|ies)|products?|brands?|business(?:es)? units?|markets?)\b/;

/** "Which region …": reports name the regions and seldom the word. */
const GROUPING_WORD = /^(?:region|segment|category|categor|division|unit|kind|type)$/;

function ownWeight(stemmed: string, isOneOfMany: boolean): number {
  if (isOneOfMany && GROUPING_WORD.test(stemmed)) return 0.25;
  if (PERIOD_WORD.test(stemmed)) return 0.35;
  return isCommonStem(stemmed) || GROUPING_WORD.test(stemmed) ? 0.6 : 1;
}

/** Stems of capitalised words inside the question: names of things, which tell pages apart best. */
function entityStems(core: string): ReadonlySet<string> {
  const words = core.match(/(?<=[\p{L}\d,)’']\s+)\p{Lu}[\p{L}\d&-]+/gu) ?? [];
  return new Set(words.flatMap((word) => contentStems(word)));
}

const MEASURE_WORDS =
  /\bhow (?:much|many|large|big|high|long|far|often)\b|\b(?:highest|lowest|largest|smallest|biggest|greatest|best|worst|least|fewest)\b/gi;

function withoutMeasureWords(core: string): string {
  return core.replaceAll(MEASURE_WORDS, " ");
}

function pairsOf(core: string, names: ReadonlySet<string>): (readonly [string, string])[] {
  const stems = contentStems(core);
  return stems
    .slice(1)
    .map((second, index) => [stems[index] ?? "", second] as const)
    .filter(([first, second]) => !names.has(first) && !names.has(second));
}

/** Stems of capitalised words of the question that are part of a name. */
function namedIn(core: string, names: readonly string[]): ReadonlySet<string> {
  const squeezed = names.map((name) => squeezeLetters(name));
  const capitalised = core.match(/\p{Lu}[\p{L}&]+/gu) ?? [];
  return new Set(
    capitalised
      .map((word) => squeezeLetters(word))
      .filter((word) => word.length >= 3 && squeezed.some((name) => name.includes(word)))
      .flatMap((word) => wordsOf(word).map((part) => stem(part))),
  );
}

/** Stems of the words of names. */
export function nameStems(names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names.flatMap((name) => wordsOf(name.replaceAll(/[_\-.]+/g, " ")).map((word) => stem(word))),
  );
}
