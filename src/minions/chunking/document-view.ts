import type { Chunk } from "../chunk.ts";
import { documentText, pageAt, pageOffsets, type SourceDocument } from "../document.ts";

/** A stretch of a document's text, in UTF-16 units of `documentText`, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A document with its text and page starts worked out once, for chunkers that cut it many times. */
export interface DocumentView {
  readonly document: SourceDocument;
  readonly text: string;
  readonly offsets: readonly number[];
}

export function viewDocument(document: SourceDocument): DocumentView {
  return { document, text: documentText(document), offsets: pageOffsets(document) };
}

/**
 * The chunk at a span. Its pages are those of its first and last visible characters, so that a chunk which merely
 * begins with the line break of the page before does not count as having read that page.
 */
export function chunkAt(view: DocumentView, span: Span, preamble?: string): Chunk {
  const { document, text, offsets } = view;
  const visible = trimSpan(text, span);
  const [first, last] = isEmpty(visible) ? [span.start, span.end - 1] : [visible.start, visible.end - 1];
  const suffix = preamble === undefined ? "" : `+${preamble.length}`;
  return {
    id: `${document.id}:${span.start}-${span.end}${suffix}`,
    location: {
      documentId: document.id,
      documentName: document.name,
      firstPage: pageAt(offsets, first),
      lastPage: pageAt(offsets, Math.max(first, last)),
      start: span.start,
      end: span.end,
    },
    text: text.slice(span.start, span.end),
    ...(preamble === undefined ? {} : { preamble }),
  };
}

/** The span without white space at its ends; empty (start = end) where it holds nothing else. */
export function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return { start, end };
}

/** Like {@link trimSpan}, but keeps the indentation of the first line that holds something: code needs it. */
export function trimBlankLines(text: string, span: Span): Span {
  const { start, end } = trimSpan(text, span);
  let lineStart = start;
  while (lineStart > span.start && text[lineStart - 1] !== "\n") lineStart -= 1;
  return { start: start < end ? lineStart : start, end };
}

export function isEmpty(span: Span): boolean {
  return span.end <= span.start;
}

/** White space as `String.prototype.trim` has it, plus the zero-width space that PDFs leave behind. */
export function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return code === 0x200b || text.charAt(index).trim() === "";
}

/** The nearest offset at or before `index` that does not split a surrogate pair. */
export function boundaryBefore(text: string, index: number): number {
  return splitsPair(text, index) ? index - 1 : index;
}

/** The nearest offset at or after `index` that does not split a surrogate pair. */
export function boundaryAfter(text: string, index: number): number {
  return splitsPair(text, index) ? index + 1 : index;
}

function splitsPair(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false;
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
