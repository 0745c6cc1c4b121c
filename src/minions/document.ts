/** One page of a document's text. Unpaged formats have exactly one page. */
export interface DocumentPage {
  /** 0-based. */
  readonly index: number;
  readonly text: string;
}

/** A document as the protocols see it: text by page. Its name is a label, never a path. */
export interface SourceDocument {
  /** Unique within a run, for example "doc-1". */
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  /** True where page boundaries come from the format itself (PDF), false where all text is one page. */
  readonly paged: boolean;
  readonly pages: readonly DocumentPage[];
}

/** An image that goes to models which see. */
export interface SourceImage {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly data: Uint8Array;
}

/** What the supervisor may know of a document: its outline, never its text. */
export interface DocumentOutline {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly pages: number;
  readonly characters: number;
}

/** Between two pages in {@link documentText}. */
export const PAGE_BREAK = "\n\n";

/** The whole text of a document; every span in this project counts UTF-16 units in this string. */
export function documentText(document: SourceDocument): string {
  return document.pages.map((page) => page.text).join(PAGE_BREAK);
}

/** Start offset of each page in {@link documentText}. */
export function pageOffsets(document: SourceDocument): number[] {
  let offset = 0;
  return document.pages.map((page) => {
    const start = offset;
    offset += page.text.length + PAGE_BREAK.length;
    return start;
  });
}

/** 0-based index of the page that holds the character at `offset`, by binary search over {@link pageOffsets}. */
export function pageAt(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function outlineOf(document: SourceDocument): DocumentOutline {
  const characters = document.pages.reduce((sum, page) => sum + page.text.length, 0);
  const { id, name, mediaType } = document;
  return { id, name, mediaType, pages: document.pages.length, characters };
}
