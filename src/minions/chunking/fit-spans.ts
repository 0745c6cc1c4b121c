import { isEmpty, isSpace, type Span, trimBlankLines, trimSpan } from "./document-view.ts";
import { wordWindowsOf } from "./windows.ts";

/** Where a text may be cut, from the kindest cut to the roughest. Each gives the offsets at which a new piece begins. */
type Cutter = (text: string, span: Span) => number[];

const blankLineCuts: Cutter = (text, span) => cutsAfter(text, span, /\n[^\S\n]*\n\s*/g, keepIndentation);
const sentenceCuts: Cutter = (text, span) =>
  cutsAfter(text, span, /[.!?…]["'”’»)\]]*\s+(?![\p{Ll}\s])|[。！？]+/gu, (cut) => cut);
const lineCuts: Cutter = (text, span) => cutsAfter(text, span, /\n/g, (cut) => cut);

const PROSE_CUTTERS: readonly Cutter[] = [blankLineCuts, sentenceCuts, lineCuts];
const CODE_CUTTERS: readonly Cutter[] = [blankLineCuts, lineCuts];

/**
 * Pieces of at most `size` characters that together hold every visible character of the span, in order.
 *
 * Prose is cut at blank lines, then sentences, lines, words, and as the last resort anywhere; neighbours are merged
 * again as long as they fit. Code is never cut at "sentences", and keeps the indentation of a piece's first line.
 */
export function fitSpans(text: string, span: Span, size: number, kind: "prose" | "code"): Span[] {
  const trim = kind === "code" ? trimBlankLines : trimSpan;
  const cutters = kind === "code" ? CODE_CUTTERS : PROSE_CUTTERS;
  return cutToFit(text, trim(text, span), size, cutters, trim);
}

function cutToFit(
  text: string,
  span: Span,
  size: number,
  cutters: readonly Cutter[],
  trim: (text: string, span: Span) => Span,
): Span[] {
  if (isEmpty(span)) return [];
  if (span.end - span.start <= size) return [span];
  const [cutter, ...rougher] = cutters;
  const found = cutter ? piecesBetween(span, cutter(text, span)) : wordWindowsOf(text, span, size);
  const pieces: Span[] = [];
  for (const piece of found) {
    const trimmed = trim(text, piece);
    if (isEmpty(trimmed)) continue;
    const last = pieces.at(-1);
    if (last && trimmed.end - last.start <= size)
      pieces[pieces.length - 1] = { start: last.start, end: trimmed.end };
    else if (!cutter) pieces.push(trimmed);
    else for (const part of cutToFit(text, trimmed, size, rougher, trim)) pieces.push(part);
  }
  return pieces;
}

function piecesBetween(span: Span, cuts: readonly number[]): Span[] {
  const edges = [span.start, ...cuts.filter((cut) => cut > span.start && cut < span.end), span.end];
  return edges.slice(1).map((end, index) => ({ start: edges[index] ?? span.start, end }));
}

function cutsAfter(
  text: string,
  span: Span,
  pattern: RegExp,
  settle: (cut: number, text: string, span: Span) => number,
): number[] {
  const cuts: number[] = [];
  for (const match of text.slice(span.start, span.end).matchAll(pattern)) {
    cuts.push(settle(span.start + match.index + match[0].length, text, span));
  }
  return cuts;
}

/** Moves a cut that fell after a line's indentation back to the start of that line. */
function keepIndentation(cut: number, text: string, span: Span): number {
  let start = cut;
  while (start > span.start && isSpace(text, start - 1) && text.charCodeAt(start - 1) !== 0x0a) start -= 1;
  return start;
}
