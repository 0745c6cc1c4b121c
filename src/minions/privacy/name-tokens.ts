/** How a word is written; names show in capitals. */
export type LetterCase = "lower" | "title" | "upper" | "initial";

export interface NameToken {
  /** Without a final full stop or possessive. */
  readonly text: string;
  readonly lower: string;
  readonly letterCase: LetterCase;
  readonly start: number;
  /** End exclusive, a full stop that belongs to an initial or abbreviation included. */
  readonly end: number;
  /** What stands between this word and the one before. */
  readonly gap: string;
}

/** Digits may be part of a word (L3Harris); a number alone is none. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.-]\p{L}[\p{L}\p{M}\p{N}]*)*/gu;
const LETTER = /\p{L}/u;

/** Cuts a text into words with what parts them. Numbers are no words: they end a run of names. */
export function nameTokens(text: string): NameToken[] {
  const tokens: NameToken[] = [];
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    const raw = match[0];
    if (!LETTER.test(raw)) continue;
    const word = raw.replace(/['’]s$/i, "");
    const start = match.index;
    const letterCase = caseOf(word);
    const dotted =
      text[start + raw.length] === "." && (letterCase === "initial" || ABBREVIATIONS.has(word.toLowerCase()));
    const end = start + word.length + (dotted ? 1 : 0);
    tokens.push({
      text: word,
      lower: word.toLowerCase(),
      letterCase,
      start,
      end,
      gap: text.slice(last, start),
    });
    last = end;
  }
  return tokens;
}

/** Words whose full stop is no end of a sentence. */
const ABBREVIATIONS = new Set(
  "mr mrs ms dr prof st jr sr inc corp co ltd llc llp lp plc l.l.c l.l.p n.a s.a n.v b.v s.p.a s.a.r.l pty bros hon rev gen col lt sgt fr".split(
    " ",
  ),
);

function caseOf(word: string): LetterCase {
  const first = word.match(LETTER)?.[0] ?? "";
  if (first === first.toLowerCase()) return "lower";
  if (word.length === 1) return "initial";
  if (/^(?:\p{Lu}\.)+\p{Lu}$/u.test(word)) return "initial";
  return word === word.toUpperCase() ? "upper" : "title";
}

export function isCapitalised(token: NameToken | undefined): token is NameToken {
  return token !== undefined && token.letterCase !== "lower";
}

/** True where two words can belong to one name: a space or a line break apart, not a column. */
export function adjoins(token: NameToken | undefined): boolean {
  return token !== undefined && /^(?: |[ \t]?\r?\n[ \t]?)$/.test(token.gap);
}
