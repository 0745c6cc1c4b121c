import { termsOfWord } from "./tokenize.ts";
import { forEachWord } from "./words.ts";

/**
 * Which term stands where, in flat arrays: 10 MB of text take about 30 MB and no object per word.
 * Texts and terms are numbered from 0.
 */
export interface Postings {
  readonly termIds: ReadonlyMap<string, number>;
  /** The terms of all texts one after the other. */
  readonly sequence: Uint32Array;
  /** Where each text begins in `sequence`; one more entry than there are texts. */
  readonly textStarts: Uint32Array;
  /** Where each term begins in `texts` and `counts`; one more entry than there are terms. */
  readonly termStarts: Uint32Array;
  /** Texts that hold the term, ascending. */
  readonly texts: Uint32Array;
  /** How often the text holds the term. */
  readonly counts: Uint32Array;
}

export function buildPostings(texts: readonly string[]): Postings {
  const { sequence, textStarts, termIds } = readTexts(texts);
  const termCount = termIds.size;
  const lastText = new Int32Array(termCount).fill(-1);
  const termStarts = new Uint32Array(termCount + 1);
  forEachOccurrence(sequence, textStarts, (term, text) => {
    if (lastText[term] === text) return;
    lastText[term] = text;
    termStarts[term + 1] = (termStarts[term + 1] ?? 0) + 1;
  });
  for (let term = 0; term < termCount; term += 1) {
    termStarts[term + 1] = (termStarts[term + 1] ?? 0) + (termStarts[term] ?? 0);
  }
  const postingTexts = new Uint32Array(termStarts[termCount] ?? 0);
  const counts = new Uint32Array(postingTexts.length);
  const ends = termStarts.slice(0, termCount);
  lastText.fill(-1);
  forEachOccurrence(sequence, textStarts, (term, text) => {
    let end = ends[term] ?? 0;
    if (lastText[term] !== text) {
      lastText[term] = text;
      postingTexts[end] = text;
      end += 1;
      ends[term] = end;
    }
    counts[end - 1] = (counts[end - 1] ?? 0) + 1;
  });
  return { termIds, sequence, textStarts, termStarts, texts: postingTexts, counts };
}

function readTexts(texts: readonly string[]): Pick<Postings, "sequence" | "textStarts" | "termIds"> {
  const termIds = new Map<string, number>();
  // A text has few distinct words next to its length, so the work of stemming is done once for each.
  const idsOfWord = new Map<string, readonly number[]>();
  const textStarts = new Uint32Array(texts.length + 1);
  let sequence = new Uint32Array(1024);
  let length = 0;
  const learn = (word: string): readonly number[] => {
    const ids = termsOfWord(word).map((term) => {
      const known = termIds.get(term);
      if (known !== undefined) return known;
      termIds.set(term, termIds.size);
      return termIds.size - 1;
    });
    idsOfWord.set(word, ids);
    return ids;
  };
  texts.forEach((text, index) => {
    forEachWord(text, (start, end) => {
      const word = text.slice(start, end);
      for (const id of idsOfWord.get(word) ?? learn(word)) {
        if (length === sequence.length) {
          const grown = new Uint32Array(length * 2);
          grown.set(sequence);
          sequence = grown;
        }
        sequence[length] = id;
        length += 1;
      }
    });
    textStarts[index + 1] = length;
  });
  return { sequence: sequence.slice(0, length), textStarts, termIds };
}

function forEachOccurrence(
  sequence: Uint32Array,
  textStarts: Uint32Array,
  visit: (term: number, text: number) => void,
): void {
  for (let text = 0; text + 1 < textStarts.length; text += 1) {
    const end = textStarts[text + 1] ?? 0;
    for (let at = textStarts[text] ?? 0; at < end; at += 1) visit(sequence[at] ?? 0, text);
  }
}
