import { COMMON_WORDS } from "./words/common-words.ts";

/** The words that are no names: a built-in list, and what the documents themselves write in lower case. */
export interface Vocabulary {
  /** Adds the lower-case words of a text, but not those inside addresses, file names and links. */
  learn(text: string): void;
  /** True for a word, in any case, that names nobody on its own. */
  has(word: string): boolean;
}

/** More words than any document in earnest has; a hostile one shall not fill the memory. */
const MAX_LEARNED = 200_000;

const LOWER_CASE_WORD = /(?<![\p{L}\p{N}.@'’/_\\-])\p{Ll}{2,30}(?![\p{L}\p{N}@/_\\]|[.-][\p{L}\p{N}])/gu;

export function createVocabulary(): Vocabulary {
  const words = new Set(COMMON_WORDS.split(/\s+/));
  const limit = words.size + MAX_LEARNED;
  return {
    learn(text) {
      for (const [word] of text.matchAll(LOWER_CASE_WORD)) {
        if (words.size >= limit) return;
        words.add(word);
      }
    },
    has(word) {
      const lower = word.toLowerCase().replaceAll(/\p{N}/gu, "");
      // What is left of Q4 and H1 names nobody.
      if (lower.length < 2 || words.has(lower) || isPlural(lower, words)) return true;
      if (!/['’-]/.test(lower)) return false;
      return lower
        .split(/['’-]/)
        .every((part) => part.length < 2 || words.has(part) || isPlural(part, words));
    },
  };
}

function isPlural(word: string, words: ReadonlySet<string>): boolean {
  return word.endsWith("s") && words.has(word.slice(0, -1));
}
