import type { Chunk, SourceDocument } from "#minions";
import { type AnalysedPage, analysePage } from "./pages/analysed-page.ts";
import type { SearchedPage } from "./search/find-evidence.ts";
import { splitPages } from "./text/page-breaks.ts";

/** Reads each document and chunk once, however many questions are asked of it; forgets them when they go. */
export class DocumentIndex {
  readonly #documents = new WeakMap<SourceDocument, readonly AnalysedPage[]>();
  readonly #chunks = new WeakMap<Chunk, readonly AnalysedPage[]>();

  /** Yields between pages so that a long document never holds the thread. */
  *pagesOf(documents: readonly SourceDocument[]): Generator<void, SearchedPage[]> {
    const all: SearchedPage[] = [];
    for (const document of documents) {
      let pages = this.#documents.get(document);
      if (pages === undefined) {
        const fresh: AnalysedPage[] = [];
        for (const page of document.pages) {
          for (const piece of piecesOf(page.text)) {
            fresh.push(analysePage(page.index, piece));
            yield;
          }
        }
        pages = fresh;
        this.#documents.set(document, pages);
      }
      all.push(...pages.map((page) => ({ document, page })));
    }
    return all;
  }

  /** A chunk of several pages is read page by page where its text tells them apart. */
  *pagesOfChunk(chunk: Chunk): Generator<void, SearchedPage[]> {
    let pages = this.#chunks.get(chunk);
    if (pages === undefined) {
      const fresh: AnalysedPage[] = [];
      for (const [index, text] of sectionsOf(chunk).entries()) {
        for (const piece of piecesOf(text)) {
          fresh.push(analysePage((chunk.location?.firstPage ?? 0) + index, piece));
          yield;
        }
      }
      pages = fresh;
      this.#chunks.set(chunk, pages);
    }
    return pages.map((page) => ({ document: undefined, page }));
  }
}

/** The longest page of print has about half of this; formats without pages come as one page of any length. */
const MAX_PIECE = 12_000;

/** Cuts an over-long page at line ends, so that no piece takes long and one part of it can be told from another. */
function piecesOf(text: string): string[] {
  if (text.length <= MAX_PIECE) return [text];
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const lineEnd = text.lastIndexOf("\n", from + MAX_PIECE);
    const to = lineEnd > from ? lineEnd + 1 : from + MAX_PIECE;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

function sectionsOf({ location, text }: Chunk): string[] {
  return location === undefined ? [text] : splitPages(text, location.lastPage - location.firstPage + 1);
}
