import { isWord } from "./characters.ts";
import { normaliseText } from "./normalise.ts";

/** Letters and digits below which a quote proves nothing. */
const MIN_QUOTE_LETTERS = 3;

/** Longer quotes are not looked up: no model quotes ten pages, and comparing them would only cost time. */
const MAX_QUOTE_CHARACTERS = 50_000;

/** Parts of a quote with ellipses that are looked for at most. */
const MAX_PARTS = 12;

export type PreparedQuote =
  | { readonly kind: "unusable"; readonly reason: "too-short" | "not-in-documents" }
  | {
      readonly kind: "usable";
      /** Normalised ways to read the quote as one piece, the most literal first. */
      readonly forms: readonly string[];
      /** Normalised pieces between ellipses; empty where the quote has none inside. */
      readonly parts: readonly string[];
    };

/** Reads a quote as a model gives it: with marks around it, markdown in it, and ellipses where it left something out. */
export function prepareQuote(quote: string): PreparedQuote {
  if (quote.length > MAX_QUOTE_CHARACTERS) return { kind: "unusable", reason: "not-in-documents" };
  const bare = stripWrapping(quote);
  const plain = stripWrapping(stripMarkdown(bare));
  const texts = [quote, bare, withoutEndMark(bare), plain, withoutEndMark(plain)];
  const forms = [...new Set(texts.map((text) => normaliseText(text).text))].filter(isLongEnough);
  if (forms.length === 0) return { kind: "unusable", reason: "too-short" };
  return { kind: "usable", forms, parts: partsOf(plain) };
}

function isLongEnough(normalised: string): boolean {
  return hasLetters(normalised, MIN_QUOTE_LETTERS);
}

function hasLetters(text: string, least: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count < least; at += 1) if (isWord(text.charCodeAt(at))) count += 1;
  return count >= least;
}

const LEADING = /^(?:\s|["'`“”„«»‘’‹›…•▪●]|\.{2,}|>\s|[-–—*+]\s+(?![\d$(.,])|\[(?:…|\.{3})\])/;
const TRAILING = /(?:\s[-–—]|\s|["'`“”„«»‘’‹›…]|\.\.|\[(?:…|\.{3})\])$/;

function stripWrapping(text: string): string {
  let rest = text.trim();
  for (let turn = 0; turn < 32; turn += 1) {
    const shorter = rest.replace(LEADING, "").replace(TRAILING, "").trim();
    if (shorter === rest) return rest;
    rest = shorter;
  }
  return rest;
}

function withoutEndMark(text: string): string {
  return text.replace(/[.,;:]$/, "");
}

/** Emphasis, headings, escapes and the bars of table rows, which models add to what they copy. */
function stripMarkdown(text: string): string {
  return text
    .replaceAll(/\\(?=[\\`*_{}[\]()#+\-.!|"'$%&~])/g, "")
    .replaceAll(/\*{1,3}|_{2,3}/g, "")
    .replaceAll(/^[ \t]{0,3}(?:#{1,6}|>)[ \t]/gm, "")
    .replaceAll("|", " ");
}

const ELLIPSES = /\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…|\.{3,}|\.(?: \.){2,}/;

function partsOf(text: string): string[] {
  const pieces = text.split(ELLIPSES);
  if (pieces.length < 2) return [];
  const parts = pieces
    .map((piece) => normaliseText(withoutEndMark(piece.trim())).text)
    .filter((part) => part !== "");
  const usable = parts.length > 1 && parts.length <= MAX_PARTS;
  return usable && parts.every((part) => hasLetters(part, 2)) && parts.some(isLongEnough) ? parts : [];
}
