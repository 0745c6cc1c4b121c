import {
  ELLIPSIS,
  foldWidth,
  isCombiningMark,
  isDash,
  isDigit,
  isGap,
  isLeader,
  isLetter,
  isLongDash,
  isQuoteMark,
  isWord,
  isZeroWidth,
  SOFT_HYPHEN,
} from "./characters.ts";
import { createTrace, type Trace } from "./trace.ts";

/** A text with its layout taken out, and for each of its UTF-16 units where that stood in the source. */
export interface NormalisedText {
  readonly source: string;
  readonly text: string;
  /** Source offset of each unit of `text`, ascending. */
  readonly starts: Int32Array;
}

const COMMA = 0x2c;
const FULL_STOP = 0x2e;
const HYPHEN = 0x2d;
const APOSTROPHE = 0x27;

/**
 * Takes out what a faithful quote may differ in, and nothing else: white space, line ends and column gaps, hyphens
 * that join two letters, kinds of quote marks and dashes, ligatures, widths, dot leaders and bullets. Digits,
 * their separators and letters stay as they are: superscripts and fractions are not turned into digits.
 *
 * Linear in the text; each unit that is kept remembers its place.
 */
export function normaliseText(source: string): NormalisedText {
  const trace = createTrace(source.length);
  let at = 0;
  while (at < source.length) {
    const code = foldWidth(source.charCodeAt(at));
    const end = code < 0x80 ? asciiWordEnd(source, at) : at;
    if (end > at) {
      emit(trace, code, at, source);
      trace.pushStretch(source, at + 1, end);
      at = end;
    } else if (isGap(code)) {
      trace.gap = true;
      at += 1;
    } else if (code === SOFT_HYPHEN) at = afterSoftHyphen(source, at);
    else if (isZeroWidth(code)) at += 1;
    else if (isDash(code)) at = takeDashes(trace, source, at);
    else if (isLeader(code) || code === ELLIPSIS) at = takeLeaders(trace, source, at);
    else if (isQuoteMark(code)) {
      if (trace.gap || trace.last(1) !== APOSTROPHE) emit(trace, APOSTROPHE, at, source);
      at += 1;
    } else at = takeCluster(trace, source, at);
  }
  return { source, ...trace.finish() };
}

/** End of the run of ASCII letters and digits at `at`, short of one that a combining mark changes. */
function asciiWordEnd(source: string, at: number): number {
  let end = at;
  while (end < source.length && source.charCodeAt(end) < 0x80 && isWord(source.charCodeAt(end))) end += 1;
  return end > at && isCombiningMark(source.charCodeAt(end)) ? end - 1 : end;
}

function emit(trace: Trace, code: number, at: number, source: string): void {
  if (trace.gap && keepsSpace(trace, code, at, source)) trace.push(0x20, at - 1);
  trace.gap = false;
  trace.push(code, at);
}

/** A gap matters between two words, and where closing it would join digits to one number. */
function keepsSpace(trace: Trace, code: number, at: number, source: string): boolean {
  const last = trace.last(1);
  if (last === 0) return false;
  if (isWord(code) && isWord(last)) return true;
  if (isDigit(code)) return joinsNumbers(last) && isDigit(trace.last(2));
  return joinsNumbers(code) && isDigit(last) && isDigit(foldWidth(source.charCodeAt(at + 1)));
}

function joinsNumbers(code: number): boolean {
  return code === COMMA || code === FULL_STOP || code === APOSTROPHE || code === 0x3a || code === 0x2f;
}

function afterSoftHyphen(source: string, at: number): number {
  const next = skipGaps(source, at + 1);
  return source.slice(at + 1, next).includes("\n") ? next : at + 1;
}

function skipGaps(source: string, from: number): number {
  let at = from;
  while (at < source.length && (isGap(source.charCodeAt(at)) || isZeroWidth(source.charCodeAt(at)))) at += 1;
  return at;
}

function takeDashes(trace: Trace, source: string, from: number): number {
  let end = from + 1;
  while (end < source.length && isDash(foldWidth(source.charCodeAt(end)))) end += 1;
  if (end - from >= 3) {
    trace.gap = true;
    return end;
  }
  const next = skipGaps(source, end);
  const betweenLetters = isLetter(trace.last(1)) && next < source.length && isLetter(source.charCodeAt(next));
  if (!betweenLetters) {
    emit(trace, HYPHEN, from, source);
    return end;
  }
  const parts = trace.gap || end - from === 2 || isLongDash(source.charCodeAt(from));
  if (parts) trace.gap = true;
  return parts ? end : next;
}

/** Runs of three and more, also with single spaces between dots, are a gap. Fewer are punctuation. */
function takeLeaders(trace: Trace, source: string, from: number): number {
  const code = foldWidth(source.charCodeAt(from));
  let count = 0;
  let end = from;
  for (;;) {
    const here = foldWidth(source.charCodeAt(end));
    const spaced = here === 0x20 && foldWidth(source.charCodeAt(end + 1)) === code;
    if (here === ELLIPSIS) count += 3;
    else if (here === code) count += 1;
    else if (!spaced) break;
    end += 1;
  }
  if (count >= 3) {
    trace.gap = true;
    return end;
  }
  emit(trace, code, from, source);
  return from + 1;
}

function takeCluster(trace: Trace, source: string, at: number): number {
  const end = clusterEnd(source, at);
  const cluster = source.slice(at, end);
  const plain = end - at === 1 && !isCompatibilityForm(source.charCodeAt(at));
  const folded = plain
    ? cluster
    : cluster.normalize(isCompatibilityForm(cluster.codePointAt(0) ?? 0) ? "NFKC" : "NFC");
  for (let index = 0; index < folded.length; index += 1)
    emit(trace, foldWidth(folded.charCodeAt(index)), at, source);
  return end;
}

/** Ligatures and styled mathematical letters; never superscripts or fractions, whose digits are not the text's. */
function isCompatibilityForm(code: number): boolean {
  return (code >= 0xfb00 && code <= 0xfb4f) || (code >= 0x1d400 && code <= 0x1d7ff);
}

/** End of the character at `at` with the marks that belong to it. */
export function clusterEnd(source: string, at: number): number {
  let end = at + ((source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  while (end < source.length && isCombiningMark(source.charCodeAt(end))) end += 1;
  return end;
}
