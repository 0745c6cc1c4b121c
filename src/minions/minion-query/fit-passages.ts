import { pageOffsets, type SourceDocument } from "../document.ts";
import { estimateTokens } from "../model-port.ts";
import { bm25Index } from "../retrieval/index.ts";

/** A page, or a part of one that is too long, as the worker gets to read it. */
export interface Passage {
  readonly document: SourceDocument;
  /** 0-based. */
  readonly page: number;
  /** UTF-16 offsets into `documentText(document)`, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Tokens that a passage costs beyond its text: its tags and label. */
const PASSAGE_OVERHEAD_TOKENS = 24;

/** Our estimate is rough; a window is filled to this share of it, so that nothing is ever cut silently. */
const SAFE_SHARE = 0.75;

/** Longest passage, in characters, once a choice has to be made. */
const PASSAGE_CHARACTERS = 3_000;

/**
 * Chooses what the worker reads when all of it would overflow the context window: the passages that match the message
 * best, in reading order. With `budgetTokens` undefined, or room for all, nothing is left out.
 */
export function fitPassages(
  documents: readonly SourceDocument[],
  message: string,
  budgetTokens: number | undefined,
): readonly Passage[] {
  const whole = passagesOf(documents, Number.POSITIVE_INFINITY);
  if (budgetTokens === undefined) return whole;
  const budget = Math.max(0, budgetTokens * SAFE_SHARE);
  if (whole.reduce((sum, passage) => sum + costOf(passage), 0) <= budget) return whole;
  return bestWithin(passagesOf(documents, PASSAGE_CHARACTERS), message, budget);
}

function bestWithin(passages: readonly Passage[], message: string, budget: number): readonly Passage[] {
  const scores = bm25Index(passages.map((passage) => passage.text)).score(message);
  const ranked = passages
    .map((passage, index) => ({ passage, score: scores[index] ?? 0 }))
    .sort((a, b) => b.score - a.score);
  const kept = new Set<Passage>();
  let spent = 0;
  for (const { passage } of ranked) {
    const cost = costOf(passage);
    if (spent + cost > budget) continue;
    spent += cost;
    kept.add(passage);
  }
  return passages.filter((passage) => kept.has(passage));
}

function costOf(passage: Passage): number {
  return estimateTokens(passage.text) + PASSAGE_OVERHEAD_TOKENS;
}

function passagesOf(documents: readonly SourceDocument[], longest: number): Passage[] {
  return documents.flatMap((document) => {
    const offsets = pageOffsets(document);
    return document.pages.flatMap(({ text }, page) => {
      const pieces = Math.max(1, Math.ceil(text.length / longest));
      const length = Math.ceil(text.length / pieces);
      return Array.from({ length: pieces }, (_, piece) => {
        const from = piece * length;
        const part = text.slice(from, from + length);
        const start = (offsets[page] ?? 0) + from;
        return { document, page, start, end: start + part.length, text: part };
      }).filter((passage) => passage.text.trim() !== "");
    });
  });
}
