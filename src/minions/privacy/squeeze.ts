/** A text with everything taken out that hides a value without changing it, and where each unit stood. */
export interface SqueezedText {
  /** Letters and digits alone: lower case, without accents, widths, look-alikes and what stands between. */
  readonly units: string;
  readonly starts: Int32Array;
  /** End exclusive, in the source. */
  readonly ends: Int32Array;
  /** How far each unit is parted from the one before: 0 within a word, 1 by separators, 2 too far to belong together. */
  readonly breaks: Uint8Array;
}

/** Characters between two pieces of one value at the most: `4111 - 1111` belongs together, two table cells apart do not. */
const MAX_SEPARATORS = 8;

/** Letters whose shape another script shares; a name written with one of them still reads as the name. */
const LOOK_ALIKES = new Map(
  [..."аеорсухіјѕкмтвнοανικρτυχ"].map((letter, at) => [
    letter,
    [..."aeopcyxijskmtbhoavikptux"][at] ?? letter,
  ]),
);
const UNFOLDING = new Map([
  ["ß", "ss"],
  ["ø", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ð", "d"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ı", "i"],
  ["þ", "th"],
]);

export function squeeze(text: string): SqueezedText {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const breaks: number[] = [];
  let separators = 0;
  let blankLine = false;
  const push = (unit: string, start: number, end: number): void => {
    units.push(unit);
    starts.push(start);
    ends.push(end);
    breaks.push(separators === 0 && !blankLine ? 0 : separators > MAX_SEPARATORS || blankLine ? 2 : 1);
    separators = 0;
    blankLine = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      if (isAsciiWord(code))
        push(code <= 0x5a && code >= 0x41 ? String.fromCharCode(code + 32) : (text[at] ?? ""), at, at + 1);
      else {
        separators += 1;
        if (code === 0x0a && /^\n[ \t\r]{0,8}\n/.test(text.slice(at, at + 10))) blankLine = true;
      }
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? code);
    const end = at + character.length;
    if (INVISIBLE.test(character)) {
      if (/\p{M}/u.test(character) && ends.length > 0 && separators === 0) ends[ends.length - 1] = end;
    } else {
      const folded = fold(character);
      if (folded === "") separators += 1;
      for (const unit of folded) push(unit, at, end);
    }
    at = end - 1;
  }
  const joined = units.join("");
  return {
    units: joined,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    breaks: Uint8Array.from(breaks),
  };
}

/** Nothing to see and no separation: zero-width characters, soft hyphens, accents that stand by themselves. */
const INVISIBLE = /[\p{M}\p{Cf}]/u;

function isAsciiWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
}

function fold(character: string): string {
  const plain = character.normalize("NFKD").toLowerCase().replaceAll(/\p{M}/gu, "");
  let folded = "";
  for (const letter of plain) {
    const twin = UNFOLDING.get(letter) ?? LOOK_ALIKES.get(letter) ?? letter;
    if (/^[\p{L}\p{N}]+$/u.test(twin)) folded += twin;
  }
  // Units are single UTF-16 units, so that offsets count alike everywhere; rarer scripts beyond stay out.
  return [...folded].filter((letter) => letter.length === 1).join("");
}
