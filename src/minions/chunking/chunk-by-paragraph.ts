import type { Chunk } from "../chunk.ts";
import type { SourceDocument } from "../document.ts";
import { requireReadableCount, requireWhole } from "./chunking-errors.ts";
import { chunkAt, type DocumentView, viewDocument } from "./document-view.ts";
import { fitSpans } from "./fit-spans.ts";

export interface ParagraphOptions {
  /** Most characters (UTF-16 units) in a chunk. Default {@link PARAGRAPH_DEFAULTS}. */
  readonly size?: number | undefined;
}

export const PARAGRAPH_DEFAULTS = { size: 1500 } as const;

/**
 * Cuts a document at blank lines, merging neighbouring paragraphs up to `size`; a longer paragraph is cut by
 * sentence, then by line and word, and only then anywhere.
 *
 * @throws {InvalidChunkingError} where `size` is below 1 or far too small for the document.
 */
export function chunkByParagraph(document: SourceDocument, options: ParagraphOptions = {}): Chunk[] {
  const size = options.size ?? PARAGRAPH_DEFAULTS.size;
  requireWhole("size", size, 1);
  const view = viewDocument(document);
  requireReadableCount(view.text.length, size, 0);
  return paragraphChunks(view, size);
}

/** The fall-back of the chunkers that find no structure of their own to cut at. */
export function paragraphChunks(view: DocumentView, size: number): Chunk[] {
  const whole = { start: 0, end: view.text.length };
  return fitSpans(view.text, whole, size, "prose").map((span) => chunkAt(view, span));
}
