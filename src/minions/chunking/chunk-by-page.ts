import type { Chunk } from "../chunk.ts";
import { pageOffsets, type SourceDocument } from "../document.ts";
import { requireWhole } from "./chunking-errors.ts";
import { chunkAt, isEmpty, type Span, trimSpan, viewDocument } from "./document-view.ts";
import { fitSpans } from "./fit-spans.ts";
import { findMarkedPages } from "./page-markers.ts";

export interface PageOptions {
  /** Pages in a chunk. Default {@link PAGE_DEFAULTS}. */
  readonly pagesPerChunk?: number | undefined;
}

export const PAGE_DEFAULTS = { pagesPerChunk: 1 } as const;

/** Characters of a dense printed page; what is longer than several of them is no page and is cut by paragraph. */
const PAGE_CHARACTERS = 3000;
const LONGEST_GUESSED_PAGE = 4 * PAGE_CHARACTERS;

/**
 * Cuts a document at its pages: the format's own where it has them, else the marks that printing left in the text
 * (form feeds, "Page 3 of 10", lines with a lone page number), which stay in the chunk. Text with no such mark is one
 * page, or cut by paragraph into page-sized pieces where it is long. Pages of nothing but white space make no chunk.
 *
 * @throws {InvalidChunkingError} where `pagesPerChunk` is below 1.
 */
export function chunkByPage(document: SourceDocument, options: PageOptions = {}): Chunk[] {
  const pagesPerChunk = options.pagesPerChunk ?? PAGE_DEFAULTS.pagesPerChunk;
  requireWhole("pagesPerChunk", pagesPerChunk, 1);
  const view = viewDocument(document);
  const pages = document.paged ? realPages(document) : guessedPages(view.text);
  const chunks: Chunk[] = [];
  for (let index = 0; index < pages.length; index += pagesPerChunk) {
    const start = pages[index]?.start ?? 0;
    const end = pages[Math.min(index + pagesPerChunk, pages.length) - 1]?.end ?? start;
    if (!isEmpty(trimSpan(view.text, { start, end }))) chunks.push(chunkAt(view, { start, end }));
  }
  return chunks;
}

function realPages(document: SourceDocument): Span[] {
  return pageOffsets(document).map((start, index) => ({
    start,
    end: start + (document.pages[index]?.text.length ?? 0),
  }));
}

function guessedPages(text: string): Span[] {
  return findMarkedPages(text).flatMap((page) =>
    page.end - page.start > LONGEST_GUESSED_PAGE ? fitSpans(text, page, PAGE_CHARACTERS, "prose") : [page],
  );
}
