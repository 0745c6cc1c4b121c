/** Called with each word of a text: `text.slice(start, end)`. */
type WordVisitor = (start: number, end: number) => void;

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;

/**
 * Finds the words of a text in one pass, in time linear in its length whatever it holds.
 *
 * A word is a run of letters, marks and digits. Signs inside a word stay in it: `,` and `.` between digits (1,577.50),
 * an apostrophe between letters (company's), a point between single letters (U.S.), and a hyphen between a digit and
 * a lone letter (10-K).
 */
export function forEachWord(text: string, visit: WordVisitor): void {
  const length = text.length;
  let index = 0;
  while (index < length) {
    let size = wordCharacterAt(text, index);
    if (size === 0) {
      index += 1;
      continue;
    }
    const start = index;
    while (size > 0) {
      index += size;
      size = wordCharacterAt(text, index);
      if (size === 0 && joins(text, start, index)) size = 1;
    }
    visit(start, index);
  }
}

/** UTF-16 units of the word character at `index`; 0 where there is none. */
function wordCharacterAt(text: string, index: number): 0 | 1 | 2 {
  const code = text.charCodeAt(index);
  if (code < 0x80) return isAsciiLetter(code) || isDigit(code) ? 1 : 0;
  const point = text.codePointAt(index);
  if (point === undefined) return 0;
  return WORD_CHARACTER.test(String.fromCodePoint(point)) ? (point > 0xffff ? 2 : 1) : 0;
}

/** Whether the sign at `index` holds together the word that began at `start` and what follows. */
function joins(text: string, start: number, index: number): boolean {
  const sign = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index + 1);
  switch (sign) {
    case 0x2c: // ,
      return isDigit(before) && isDigit(after);
    case 0x2e: // .
      if (isDigit(before)) return isDigit(after);
      return isLoneLetter(text, start, index - 1) && isAsciiLetter(after) && !isWordUnit(text, index + 2);
    case 0x27: // '
    case 0x2019: // ’
      return isLetter(text, index - 1) && isLetter(text, index + 1);
    case 0x2d: // -
      return isDigit(before)
        ? isAsciiLetter(after) && !isWordUnit(text, index + 2)
        : isDigit(after) && index - 1 === start && isAsciiLetter(before);
    default:
      return false;
  }
}

/** Whether the letter at `index` is a whole word, or the next letter of an acronym with points. */
function isLoneLetter(text: string, start: number, index: number): boolean {
  if (!isAsciiLetter(text.charCodeAt(index))) return false;
  return index === start || (text.charCodeAt(index - 1) === 0x2e && index - 2 >= start);
}

function isLetter(text: string, index: number): boolean {
  return wordCharacterAt(text, index) > 0 && !isDigit(text.charCodeAt(index));
}

function isWordUnit(text: string, index: number): boolean {
  return index < text.length && wordCharacterAt(text, index) > 0;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
