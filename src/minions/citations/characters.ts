/** Questions about single UTF-16 units, fast on ASCII, since they are asked for every character of every document. */

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Letter, digit or combining mark of any script. Surrogates count: what lies beyond the first plane is mostly letters. */
export function isWord(code: number): boolean {
  if (code < 0x80) {
    return isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  }
  return (code >= 0xd800 && code <= 0xdfff) || /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code));
}

export function isLetter(code: number): boolean {
  return isWord(code) && !isDigit(code);
}

/** White space, controls, bullets and private-use glyphs (symbol fonts draw their bullets there). */
export function isGap(code: number): boolean {
  if (code <= 0x20) return true;
  if (code < 0x7f) return false;
  if (code <= 0xa0) return true;
  if (code < 0x1680) return false;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2022 ||
    (code >= 0x2028 && code <= 0x202f) ||
    code === 0x205f ||
    code === 0x2043 ||
    (code >= 0x25a0 && code <= 0x25ff) ||
    code === 0x3000 ||
    (code >= 0xe000 && code <= 0xf8ff)
  );
}

export function isZeroWidth(code: number): boolean {
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x2060 && code <= 0x2064) || code === 0xfeff;
}

export const SOFT_HYPHEN = 0xad;

export function isDash(code: number): boolean {
  return code === 0x2d || (code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe63;
}

/** Dashes that part words, where a hyphen joins them. */
export function isLongDash(code: number): boolean {
  return code === 0x2014 || code === 0x2015;
}

export function isQuoteMark(code: number): boolean {
  return (
    code === 0x22 ||
    code === 0x27 ||
    code === 0x60 ||
    code === 0xab ||
    code === 0xb4 ||
    code === 0xbb ||
    (code >= 0x2018 && code <= 0x201f) ||
    (code >= 0x2032 && code <= 0x2037) ||
    code === 0x2039 ||
    code === 0x203a
  );
}

/** Characters whose runs of three and more are leaders, rules or ellipses, not text. */
export function isLeader(code: number): boolean {
  return code === 0x2e || code === 0x5f || code === 0x3d || code === 0xb7;
}

export const ELLIPSIS = 0x2026;

export function isCombiningMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x1dc0 && code <= 0x1dff) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe20 && code <= 0xfe2f)
  );
}

/** Letters of scripts that write no spaces between words, so that a quote may begin anywhere. */
export function isUnspaced(code: number): boolean {
  return (
    (code >= 0x0e00 && code <= 0x0eff) ||
    (code >= 0x1000 && code <= 0x109f) ||
    (code >= 0x1780 && code <= 0x17ff) ||
    (code >= 0x3040 && code <= 0x30ff) ||
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0xd800 && code <= 0xdfff)
  );
}

/** Fullwidth forms stand for their ASCII twins. */
export function foldWidth(code: number): number {
  return code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
}
