/** A number as a text gives it. */
export interface TextNumber {
  /** With sign, before any scale. */
  readonly value: number;
  /** 1, 1e3, 1e6, 1e9 or 1e12 where a word or letter says so; undefined where nothing does. */
  readonly scale: number | undefined;
  readonly percent: boolean;
  /** Printed in parentheses, as accountants print what is subtracted. */
  readonly inParentheses: boolean;
  /** Digits after the point: the precision that the text claims. */
  readonly decimals: number;
  readonly currency: boolean;
}

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:trillions?|tn)\b/i, 1e12],
  [/^(?:billions?|bn|b)\b/i, 1e9],
  [/^(?:millions?|mn|mm|m)\b/i, 1e6],
  [/^(?:thousands?|k)\b/i, 1e3],
];

const NUMBER =
  /(\()?\s*([-–−]?)\s*(?:(?:US|USD|EUR|GBP)\s*)?([$€£¥]?)\s*([-–−]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(%|percent\b|per cent\b)?\s*(\))?/giu;

/** Every number of a text but years, list marks such as "(1)" and parts of words such as "FY2018", "Q2" or "10-K". */
export function numbersInText(text: string): TextNumber[] {
  const found: TextNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const [whole, open, sign, currency, innerSign, digits, fraction, percent, close] = match;
    if (digits === undefined) continue;
    const at = match.index + whole.indexOf(digits);
    const end = match.index + whole.length;
    const isParenthesised =
      open !== undefined && (close !== undefined || /^\s*%?\s*\)/.test(text.slice(end)));
    if (isPartOfWord(text, at, at + digits.length + (fraction?.length ?? 0))) continue;
    const plain = fraction === undefined && percent === undefined && currency === "";
    if (plain && isYearOrMark(digits, text, at, isParenthesised)) continue;
    const isNegative =
      isParenthesised ||
      innerSign !== "" ||
      (sign !== "" && isSign(text, match.index + whole.indexOf(sign ?? "-")));
    const magnitude = Number(digits.replaceAll(",", "") + (fraction ?? ""));
    const rest = text
      .slice(match.index + whole.replace(/\)$/, "").length)
      .trimStart()
      .replace(/^[-)]+\s*/, "");
    found.push({
      value: isNegative ? -magnitude : magnitude,
      scale: SCALES.find(([word]) => word.test(rest))?.[1],
      percent: percent !== undefined || /^(?:%|percent|percentage points?)/i.test(rest),
      inParentheses: isParenthesised,
      decimals: fraction === undefined ? 0 : fraction.length - 1,
      currency: currency !== "",
    });
  }
  return found;
}

function isPartOfWord(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? " ";
  const after = text.slice(end, end + 2);
  if (/[\p{L}_/]/u.test(before)) return true;
  return (
    /^-?[A-Za-z]/.test(after) &&
    !/^(?:k|m|b|mn|mm|bn|tn)\b/i.test(text.slice(end)) &&
    !/^-(?:millions?|billions?)/i.test(text.slice(end))
  );
}

function isYearOrMark(digits: string, text: string, at: number, isParenthesised: boolean): boolean {
  if (/^(?:19|20)\d{2}$/.test(digits)) return true;
  if (isParenthesised && digits.length === 1 && /\(\s*$/.test(text.slice(0, at))) return true;
  return /(?:note|item|page|p\.|pp\.|january|february|march|april|may|june|july|august|september|october|november|december)\s*$/i.test(
    text.slice(Math.max(0, at - 12), at),
  );
}

/** A hyphen between two words or numbers joins them; only one that stands free or at the start is a sign. */
function isSign(text: string, at: number): boolean {
  return at <= 0 || /[\s(:$€£¥=]/.test(text[at - 1] ?? " ");
}
