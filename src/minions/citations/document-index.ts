import type { TextLocation } from "../chunk.ts";
import { documentText, pageAt, pageOffsets, type SourceDocument } from "../document.ts";
import { isDigit, isUnspaced, isWord } from "./characters.ts";
import { clusterEnd, type NormalisedText, normaliseText } from "./normalise.ts";
import { occurrences } from "./occurrences.ts";

/** Start and end offsets, end exclusive, in a normalised text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A document made ready for looking up quotes. */
export interface DocumentIndex {
  readonly documentId: string;
  /** First whole occurrence of an already normalised quote within `range`, exact case before any case. */
  find(quote: string, range?: Span): Span | undefined;
  /** All whole occurrences, exact case only where `exact`, ascending. */
  findAll(quote: string, exact: boolean, range?: Span): Iterable<Span>;
  /** The range of normalised offsets that covers these offsets into the document's text. */
  rangeOfSource(start: number, end: number): Span;
  rangeOfPages(firstPage: number, lastPage: number): Span;
  /** Index of the page that holds the normalised offset. */
  pageOf(offset: number): number;
  locate(span: Span): { readonly location: TextLocation; readonly sourceText: string };
  readonly length: number;
}

export function indexDocument(document: SourceDocument): DocumentIndex {
  const normalised = normaliseText(documentText(document));
  const { text, starts, source } = normalised;
  const offsets = pageOffsets(document);
  let folded: string | undefined;
  const everything: Span = { start: 0, end: text.length };
  const rangeOfSource = (start: number, end: number): Span => ({
    start: lowerBound(starts, start),
    end: lowerBound(starts, end),
  });
  function* findAll(quote: string, exact: boolean, range: Span = everything): Generator<Span, void, void> {
    folded ??= exact ? undefined : foldCase(text);
    // A slice costs nothing, and keeps a search within a page from running through the whole document.
    const haystack = (exact ? text : (folded ?? text)).slice(0, range.end);
    const needle = exact ? quote : foldCase(quote);
    for (const start of occurrences(haystack, needle, range.start)) {
      const span = { start, end: start + needle.length };
      if (isWhole(normalised, span)) yield span;
    }
  }
  const first = (spans: Iterable<Span>): Span | undefined => {
    for (const span of spans) return span;
    return undefined;
  };
  return {
    documentId: document.id,
    length: text.length,
    findAll,
    find: (quote, range) => first(findAll(quote, true, range)) ?? first(findAll(quote, false, range)),
    rangeOfSource,
    rangeOfPages: (firstPage, lastPage) =>
      rangeOfSource(offsets[firstPage] ?? source.length, offsets[lastPage + 1] ?? source.length + 1),
    pageOf: (offset) => pageAt(offsets, starts[offset] ?? 0),
    locate(span) {
      const start = starts[span.start] ?? 0;
      const end = clusterEnd(source, starts[span.end - 1] ?? 0);
      const { id: documentId, name: documentName } = document;
      const pageIndex = (offset: number): number => document.pages[pageAt(offsets, offset)]?.index ?? 0;
      const location = {
        documentId,
        documentName,
        firstPage: pageIndex(start),
        lastPage: pageIndex(end - 1),
        start,
        end,
      };
      return { location, sourceText: source.slice(start, end) };
    },
  };
}

/** Lower case of the same length: a character whose lower case is longer stays as it is, so that offsets hold. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text
    .replace(/[^\0-\x7f]/g, (unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit))
    .replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

/** First index whose offset is at least `target`. */
function lowerBound(starts: Int32Array, target: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A quote neither begins nor ends inside a word, nor inside a number: `577` is not what `1,577` says. */
function isWhole(index: NormalisedText, { start, end }: Span): boolean {
  const { text } = index;
  if (start > 0 && splitsWord(index, start)) return false;
  if (end < text.length && splitsWord(index, end)) return false;
  const endsBefore = isSeparator(text, start - 1) && isDigitAt(text, start - 2) && isDigitAt(text, start);
  const goesOn = isDigitAt(text, end - 1) && isSeparator(text, end) && isDigitAt(text, end + 1);
  return !endsBefore && !goesOn;
}

function splitsWord({ text, starts, source }: NormalisedText, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (!isWord(before) || !isWord(after)) return false;
  const between = source.slice(clusterEnd(source, starts[at - 1] ?? 0), starts[at] ?? 0);
  // A hyphen that joined two words may be a quote's edge; one at a line end may be a word's own middle.
  if (/[^\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/.test(between)) return between.includes("\n");
  return !(isUnspaced(before) && isUnspaced(after));
}

function isDigitAt(text: string, at: number): boolean {
  return isDigit(text.charCodeAt(at));
}

function isSeparator(text: string, at: number): boolean {
  const character = text[at];
  return character === "," || character === "." || character === "'";
}
