import type { SourceDocument } from "../document.ts";
import type { Citation } from "../result.ts";
import { type DocumentIndex, indexDocument, type Span } from "./document-index.ts";
import { prepareQuote } from "./quote-forms.ts";

/** Where a quote is expected: an occurrence in there is preferred. A `TextLocation` serves. */
export interface CitationHint {
  readonly documentId?: string;
  /** 0-based, inclusive. */
  readonly firstPage?: number;
  readonly lastPage?: number;
  /** Offsets into `documentText(document)`, end exclusive; narrower than pages. */
  readonly start?: number;
  readonly end?: number;
}

export interface CitationVerifier {
  /** Says where a quote stands in the documents, or that it does not. Never throws, whatever the quote. */
  verify(quote: string, hint?: CitationHint): Citation;
}

/** A hit and the index that it is in. */
interface Hit {
  readonly index: DocumentIndex;
  readonly span: Span;
}

/**
 * Checks quotes verbatim against the documents. Layout may differ, words and digits may not: see
 * `docs/reference/citations-and-accounting.md`. Each document is indexed once, when it is first needed.
 */
export function createCitationVerifier(documents: readonly SourceDocument[]): CitationVerifier {
  const made = new Map<string, DocumentIndex>();
  const indexOf = (document: SourceDocument): DocumentIndex => {
    const index = made.get(document.id) ?? indexDocument(document);
    made.set(document.id, index);
    return index;
  };
  return {
    verify(quote, hint = {}) {
      const prepared = prepareQuote(quote);
      if (prepared.kind === "unusable") return { verified: false, quote, reason: prepared.reason };
      const ordered = [...documents].sort((a, b) => rank(a, hint) - rank(b, hint));
      const searches = [
        ...prepared.forms.map((form) => (index: DocumentIndex, range?: Span) => index.find(form, range)),
        (index: DocumentIndex, range?: Span) => findParts(index, prepared.parts, range),
      ];
      for (const search of searches) {
        const hit = findIn(ordered, indexOf, hint, search);
        if (hit) return { verified: true, quote, ...hit.index.locate(hit.span) };
      }
      return { verified: false, quote, reason: "not-in-documents" };
    },
  };
}

function rank(document: SourceDocument, hint: CitationHint): number {
  return document.id === hint.documentId ? 0 : 1;
}

function findIn(
  documents: readonly SourceDocument[],
  indexOf: (document: SourceDocument) => DocumentIndex,
  hint: CitationHint,
  search: (index: DocumentIndex, range?: Span) => Span | undefined,
): Hit | undefined {
  for (const document of documents) {
    const index = indexOf(document);
    const range = hintedRange(index, document, hint);
    const span = (range && search(index, range)) ?? search(index);
    if (span) return { index, span };
  }
  return undefined;
}

function hintedRange(index: DocumentIndex, document: SourceDocument, hint: CitationHint): Span | undefined {
  if (hint.documentId !== undefined && hint.documentId !== document.id) return undefined;
  if (hint.start !== undefined && hint.end !== undefined) return index.rangeOfSource(hint.start, hint.end);
  const { firstPage = hint.lastPage, lastPage = hint.firstPage } = hint;
  if (firstPage === undefined || lastPage === undefined) return undefined;
  return index.rangeOfPages(firstPage, lastPage);
}

/** Where the text after an ellipsis may end at the latest, in characters from the start of the first part. */
const MAX_PARTS_SPAN = 12_000;
const MAX_FIRST_PARTS = 300;

/** Parts in order, no further apart than on one page or two that follow each other. */
function findParts(index: DocumentIndex, parts: readonly string[], range?: Span): Span | undefined {
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  for (const exact of [true, false]) {
    let tried = 0;
    for (const start of index.findAll(first, exact, range)) {
      tried += 1;
      if (tried > MAX_FIRST_PARTS) break;
      const end = followParts(index, others, start);
      if (end !== undefined) return { start: start.start, end };
    }
  }
  return undefined;
}

function followParts(index: DocumentIndex, parts: readonly string[], first: Span): number | undefined {
  const page = index.pageOf(first.start);
  const limit = Math.min(index.rangeOfPages(page, page + 1).end, first.start + MAX_PARTS_SPAN, index.length);
  let end = first.end;
  for (const part of parts) {
    const next = index.find(part, { start: end, end: limit });
    if (!next) return undefined;
    end = next.end;
  }
  return end;
}
