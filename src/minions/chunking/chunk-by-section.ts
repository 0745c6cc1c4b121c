import type { Chunk } from "../chunk.ts";
import type { SourceDocument } from "../document.ts";
import { InvalidChunkingError, requireReadableCount, requireWhole } from "./chunking-errors.ts";
import { chunkAt, isEmpty, trimSpan, viewDocument } from "./document-view.ts";
import { windowsOf } from "./windows.ts";

export interface SectionOptions {
  /** Characters (UTF-16 units) in a chunk. Default {@link SECTION_DEFAULTS}. */
  readonly size?: number | undefined;
  /** Characters shared with the chunk before; less than `size`. */
  readonly overlap?: number | undefined;
}

export const SECTION_DEFAULTS = { size: 3000, overlap: 20 } as const;

/**
 * Cuts a document into windows of equal length: the chunker that works on any text.
 *
 * Windows of nothing but white space make no chunk.
 *
 * @throws {InvalidChunkingError} where `size` is below 1 or far too small for the document, or `overlap` is negative or not less than `size`.
 */
export function chunkBySection(document: SourceDocument, options: SectionOptions = {}): Chunk[] {
  const size = options.size ?? SECTION_DEFAULTS.size;
  // A caller who asks only for small chunks means small chunks, not an error about an overlap never mentioned.
  const overlap = options.overlap ?? (size > SECTION_DEFAULTS.overlap ? SECTION_DEFAULTS.overlap : 0);
  requireWhole("size", size, 1);
  requireWhole("overlap", overlap, 0);
  if (overlap >= size) throw new InvalidChunkingError("overlap", overlap, `less than the size, ${size}`);
  const view = viewDocument(document);
  requireReadableCount(view.text.length, size, overlap);
  return windowsOf(view.text, { start: 0, end: view.text.length }, size, overlap)
    .filter((span) => !isEmpty(trimSpan(view.text, span)))
    .map((span) => chunkAt(view, span));
}
