import { stem } from "./stem.ts";
import { STOP_WORDS } from "./stop-words.ts";
import { forEachWord } from "./words.ts";

/** Scripts that write words without spaces between them: taken in overlapping pairs of characters. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/u;
const PLAIN_WORD = /^[A-Za-z]?[a-z]+$/;
const NUMBER = /^\d[\d,.]*$/;
/** Longer "words" are data (base64, hashes): what comes after this many characters is not read. */
const LONGEST_WORD = 64;

/**
 * The terms of a text, in order, as the index and its queries see them.
 *
 * Words are lower-cased, freed of accents and ligatures, and lightly stemmed. Numbers are brought to one form
 * ("1,577" and "1577", "12.50" and "12.5"). Words with digits also give their number ("FY2018" gives "fy2018" and
 * "2018"), and names of code their telling parts ("netIncome"). Linear in the length of the text.
 */
export function tokenize(text: string): string[] {
  const terms: string[] = [];
  const known = new Map<string, readonly string[]>();
  forEachWord(text, (start, end) => {
    const word = text.slice(start, end);
    let found = known.get(word);
    if (!found) {
      found = termsOfWord(word);
      known.set(word, found);
    }
    for (const term of found) terms.push(term);
  });
  return terms;
}

/** The terms that one word, as it stands in a text, gives. */
export function termsOfWord(raw: string): readonly string[] {
  const word = raw.length > LONGEST_WORD ? raw.slice(0, LONGEST_WORD) : raw;
  if (PLAIN_WORD.test(word)) return [stem(word.toLowerCase())]; // Nearly all words: spares them the rest.
  if (NUMBER.test(word)) return [normaliseNumber(word)];
  const plain = isAscii(word)
    ? word
    : word
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .normalize("NFC");
  const joined = plain.replace(/['’]s$/i, "").replace(/['’,-]|\.(?!\d)|(?<!\d)\./g, "");
  if (!isAscii(joined) && UNSPACED.test(joined)) return unspacedTerms(joined);
  const lower = joined.toLowerCase();
  const terms = [stem(lower)];
  for (const part of partsOf(joined)) {
    const term = NUMBER.test(part) ? normaliseNumber(part) : stem(part.toLowerCase());
    if (!terms.includes(term)) terms.push(term);
  }
  return terms.filter((term) => term !== "");
}

/** Brings "1,577", "01577" and "1577.0" to "1577". Digits that group in no known way are only freed of commas. */
export function normaliseNumber(written: string): string {
  const [whole = "", ...rest] = written
    .replace(/[.,]+$/, "")
    .replaceAll(",", "")
    .split(".");
  const integer = whole.replace(/^0+(?=\d)/, "");
  if (rest.length === 0) return integer;
  if (rest.length > 1) return [integer, ...rest].join("."); // A date or a version, not a number.
  const fraction = (rest[0] ?? "").replace(/0+$/, "");
  return fraction === "" ? integer : `${integer}.${fraction}`;
}

/** Parts of "FY2018" (the number of two or more digits) and of "netIncome" (its words). */
function partsOf(word: string): string[] {
  const parts: string[] = [];
  const numbers = /[a-z]/i.test(word) ? (word.match(/\d{2,}/g) ?? []) : [];
  const words = /[a-z][A-Z]/.test(word) ? (word.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []) : [];
  for (const part of [...words, ...numbers]) {
    if (part.length > 1 && !STOP_WORDS.has(part.toLowerCase())) parts.push(part);
  }
  return parts;
}

function unspacedTerms(word: string): string[] {
  const terms: string[] = [];
  for (const piece of word.split(new RegExp(`(${UNSPACED.source})`, "u"))) {
    if (piece === "") continue;
    const characters = UNSPACED.test(piece) ? [...piece] : undefined;
    if (!characters) terms.push(stem(piece.toLowerCase()));
    else if (characters.length === 1) terms.push(piece);
    else
      for (let i = 0; i + 1 < characters.length; i += 1) terms.push(`${characters[i]}${characters[i + 1]}`);
  }
  return terms;
}

function isAscii(word: string): boolean {
  for (let index = 0; index < word.length; index += 1) if (word.charCodeAt(index) > 0x7f) return false;
  return true;
}
