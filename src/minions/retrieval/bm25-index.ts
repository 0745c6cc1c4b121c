import { buildPostings, type Postings } from "./postings.ts";
import { InvalidRetrievalError } from "./retrieval-errors.ts";
import { STOP_WORDS } from "./stop-words.ts";
import { termsOfWord, tokenize } from "./tokenize.ts";
import { forEachWord } from "./words.ts";

/** What to look for: a question in words, or keywords and phrases with their weights. */
export type Keywords = string | Readonly<Record<string, number>>;

export interface Bm25Options {
  /** How soon more of the same word stops to count. Default 1.5. */
  readonly k1?: number;
  /** How much long texts are held back, 0 to 1. Default 0.75. */
  readonly b?: number;
  /** What holding a word at all is worth, so that long texts are not held back too far (BM25+). Default 1. */
  readonly delta?: number;
}

export const BM25_DEFAULTS = { k1: 1.5, b: 0.75, delta: 1 } as const;

/** Model-written code may ask for anything; a phrase is looked for in every text that has its words. */
const MOST_KEYWORDS = 1000;

/** One unit that is searched for: a term, or the terms of a phrase next to each other. */
interface Clause {
  readonly terms: readonly string[];
  readonly weight: number;
}

/**
 * BM25+ over words. Build it once for a set of texts, ask it often.
 *
 * A keyword of several words counts for its words (its weight shared among them, stop words left out) and once more,
 * in full, where they stand side by side as a phrase.
 */
export class Bm25Index {
  /** Number of texts. */
  readonly size: number;
  readonly #postings: Postings;
  readonly #options: Required<Bm25Options>;
  readonly #meanLength: number;

  constructor(texts: readonly string[], options: Bm25Options = {}) {
    this.size = texts.length;
    this.#postings = buildPostings(texts);
    this.#options = { ...BM25_DEFAULTS, ...options };
    this.#meanLength = Math.max(1, this.#postings.sequence.length / Math.max(1, texts.length));
  }

  /**
   * The score of each text, in their order; 0 where a text holds no keyword.
   *
   * @throws {InvalidRetrievalError} where a weight is negative or no finite number, or there are over 1000 keywords.
   */
  score(keywords: Keywords): Float64Array {
    const scores = new Float64Array(this.size);
    for (const clause of clausesOf(keywords)) {
      if (clause.terms.length === 1) this.#addTerm(scores, clause.terms[0] ?? "", clause.weight);
      else this.#addPhrase(scores, clause.terms, clause.weight);
    }
    return scores;
  }

  /** How many texts hold the word (its first term, see `tokenize`); tells how telling it is. */
  textsWith(word: string): number {
    const id = this.#postings.termIds.get(tokenize(word)[0] ?? "");
    return id === undefined ? 0 : this.#textCount(id);
  }

  #addTerm(scores: Float64Array, term: string, weight: number): void {
    const { termIds, termStarts, texts, counts } = this.#postings;
    const id = termIds.get(term);
    if (id === undefined) return;
    const idf = this.#inverseFrequency(this.#textCount(id));
    const end = termStarts[id + 1] ?? 0;
    for (let at = termStarts[id] ?? 0; at < end; at += 1) {
      this.#add(scores, texts[at] ?? 0, counts[at] ?? 0, weight * idf);
    }
  }

  #addPhrase(scores: Float64Array, terms: readonly string[], weight: number): void {
    const ids = terms.map((term) => this.#postings.termIds.get(term));
    if (!ids.every((id) => id !== undefined)) return;
    const found = [...this.#textsWithAll(ids)]
      .map((text) => ({ text, count: this.#countPhrase(text, ids) }))
      .filter(({ count }) => count > 0);
    const idf = this.#inverseFrequency(found.length);
    for (const { text, count } of found) this.#add(scores, text, count, weight * idf);
  }

  #add(scores: Float64Array, text: number, count: number, weight: number): void {
    const { k1, b, delta } = this.#options;
    const { textStarts } = this.#postings;
    const length = (textStarts[text + 1] ?? 0) - (textStarts[text] ?? 0);
    const damped = (count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / this.#meanLength));
    scores[text] = (scores[text] ?? 0) + weight * (delta + damped);
  }

  #inverseFrequency(textCount: number): number {
    return textCount === 0 ? 0 : Math.log((this.size + 1) / textCount);
  }

  #textCount(id: number): number {
    const { termStarts } = this.#postings;
    return (termStarts[id + 1] ?? 0) - (termStarts[id] ?? 0);
  }

  #textsWithAll(ids: readonly number[]): Set<number> {
    const { termStarts, texts } = this.#postings;
    const rarestFirst = [...new Set(ids)].sort((a, b) => this.#textCount(a) - this.#textCount(b));
    return rarestFirst
      .map((id) => new Set(texts.subarray(termStarts[id] ?? 0, termStarts[id + 1] ?? 0)))
      .reduce((all, some) => all.intersection(some));
  }

  #countPhrase(text: number, ids: readonly number[]): number {
    const { sequence, textStarts } = this.#postings;
    const last = (textStarts[text + 1] ?? 0) - ids.length;
    let count = 0;
    for (let at = textStarts[text] ?? 0; at <= last; at += 1) {
      if (ids.every((id, offset) => sequence[at + offset] === id)) count += 1;
    }
    return count;
  }
}

/** Builds a {@link Bm25Index}. */
export function bm25Index(texts: readonly string[], options?: Bm25Options): Bm25Index {
  return new Bm25Index(texts, options);
}

function clausesOf(keywords: Keywords): Clause[] {
  if (typeof keywords === "string")
    return tellingTerms(keywords).map((term) => ({ terms: [term], weight: 1 }));
  const entries = Object.entries(keywords);
  if (entries.length > MOST_KEYWORDS) {
    throw new InvalidRetrievalError("keywords", `${entries.length} long`, `at most ${MOST_KEYWORDS} long`);
  }
  return entries.flatMap(([keyword, weight]) => {
    if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
      throw new InvalidRetrievalError(
        "keywords",
        `weighted ${String(weight)}`,
        "weighted by numbers from 0 up",
      );
    }
    const terms = tokenize(keyword);
    const single = tellingTerms(keyword);
    const words = single.map((term): Clause => ({ terms: [term], weight: weight / single.length }));
    return terms.length > 1 ? [...words, { terms, weight }] : words;
  });
}

/** The terms of a query without its stop words, unless it has no others; each once. */
function tellingTerms(query: string): string[] {
  const telling = new Set<string>();
  forEachWord(query, (start, end) => {
    const word = query.slice(start, end);
    if (STOP_WORDS.has(word.toLowerCase())) return;
    for (const term of termsOfWord(word)) telling.add(term);
  });
  return telling.size > 0 ? [...telling] : [...new Set(tokenize(query))];
}
