import type { Chunk } from "../chunk.ts";
import type { SourceDocument } from "../document.ts";
import { paragraphChunks } from "./chunk-by-paragraph.ts";
import { requireReadableCount, requireWhole } from "./chunking-errors.ts";
import { detectCodeLanguage } from "./code/code-language.ts";
import type { CodeUnit } from "./code/code-outline.ts";
import type { CodeLanguage, CodeParser } from "./code/code-parser.ts";
import { segmentsOf } from "./code/code-segments.ts";
import { readCode } from "./code/read-code.ts";
import { chunkAt, type Span, trimBlankLines, viewDocument } from "./document-view.ts";
import { fitSpans } from "./fit-spans.ts";

export interface CodeOptions {
  /** Most characters (UTF-16 units) in a chunk; longer units are cut. Default {@link CODE_DEFAULTS}. */
  readonly size?: number | undefined;
  /** The language, where the caller knows it better than the document's name tells. */
  readonly language?: CodeLanguage | undefined;
}

export const CODE_DEFAULTS = { size: 6000 } as const;

/**
 * Cuts source code at its top-level units: each function, class or type is a chunk, with the comments above it; what
 * lies between is a chunk too, so nothing is lost. A class longer than `size` is cut at its methods, a longer function
 * at blank lines. What is no code in a known language is cut by paragraph.
 *
 * @param parser without one, everything is cut by paragraph.
 * @throws {InvalidChunkingError} where `size` is below 1 or far too small for the document.
 */
export function chunkByCode(
  document: SourceDocument,
  parser: CodeParser | undefined,
  options: CodeOptions = {},
): Chunk[] {
  const size = options.size ?? CODE_DEFAULTS.size;
  requireWhole("size", size, 1);
  const view = viewDocument(document);
  requireReadableCount(view.text.length, size, 0);
  const units = readCode(view.text, options.language ?? detectCodeLanguage(document), parser);
  if (!units) return paragraphChunks(view, size);
  const whole = { start: 0, end: view.text.length };
  return cutUnits(view.text, whole, units, size).map((span) => chunkAt(view, span));
}

function cutUnits(text: string, region: Span, units: readonly CodeUnit[], size: number): Span[] {
  const cuttable = units.filter((unit) => unit.kind !== "import");
  return segmentsOf(text, region, cuttable).flatMap((segment) => {
    if (segment.end - segment.start <= size) return [trimBlankLines(text, segment)];
    const members = segment.unit?.members ?? [];
    return members.length > 0
      ? cutUnits(text, segment, members, size)
      : fitSpans(text, segment, size, "code");
  });
}
