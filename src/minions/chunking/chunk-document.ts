import { assertNever } from "#kernel";
import type { Chunk, ChunkingStrategy } from "../chunk.ts";
import type { SourceDocument } from "../document.ts";
import { chunkByCode } from "./chunk-by-code.ts";
import { chunkByFunctionAndClass } from "./chunk-by-function-and-class.ts";
import { chunkByPage } from "./chunk-by-page.ts";
import { chunkByParagraph } from "./chunk-by-paragraph.ts";
import { chunkBySection } from "./chunk-by-section.ts";
import type { CodeParser } from "./code/code-parser.ts";

/** Settings of all chunkers; each takes those that mean something to it. Null and undefined mean its default. */
export interface ChunkingSettings {
  readonly size?: number | null | undefined;
  readonly overlap?: number | null | undefined;
  readonly pagesPerChunk?: number | null | undefined;
}

/**
 * Cuts a document by the named strategy.
 *
 * @param parser serves the two strategies for code; without it they cut by paragraph.
 * @throws {InvalidChunkingError} as the chunkers do.
 */
export function chunkDocument(
  document: SourceDocument,
  strategy: ChunkingStrategy,
  settings: ChunkingSettings = {},
  parser?: CodeParser,
): Chunk[] {
  const size = settings.size ?? undefined;
  switch (strategy) {
    case "chunk_by_section":
      return chunkBySection(document, { size, overlap: settings.overlap ?? undefined });
    case "chunk_by_page":
      return chunkByPage(document, { pagesPerChunk: settings.pagesPerChunk ?? undefined });
    case "chunk_by_paragraph":
      return chunkByParagraph(document, { size });
    case "chunk_by_code":
      return chunkByCode(document, parser, { size });
    case "chunk_by_function_and_class":
      return chunkByFunctionAndClass(document, parser, { size });
    default:
      return assertNever(strategy);
  }
}
