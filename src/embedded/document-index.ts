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
          fresh.push(analysePage(page.index, page.text));
          yield;
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
        fresh.push(analysePage((chunk.location?.firstPage ?? 0) + index, text));
        yield;
      }
      pages = fresh;
      this.#chunks.set(chunk, pages);
    }
    return pages.map((page) => ({ document: undefined, page }));
  }
}

function sectionsOf({ location, text }: Chunk): string[] {
  return location === undefined ? [text] : splitPages(text, location.lastPage - location.firstPage + 1);
}
