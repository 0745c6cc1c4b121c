export { chunkByPage, PAGE_DEFAULTS, type PageOptions } from "./chunk-by-page.ts";
export { chunkByParagraph, PARAGRAPH_DEFAULTS, type ParagraphOptions } from "./chunk-by-paragraph.ts";
export { chunkBySection, SECTION_DEFAULTS, type SectionOptions } from "./chunk-by-section.ts";
export { type ChunkingError, InvalidChunkingError } from "./chunking-errors.ts";
export {
  CODE_LANGUAGES,
  type CodeLanguage,
  type CodeParser,
  type SyntaxNode,
  type SyntaxTree,
} from "./code/code-parser.ts";
export { chunkAt, type DocumentView, type Span, viewDocument } from "./document-view.ts";
