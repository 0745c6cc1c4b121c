export { CODE_DEFAULTS, type CodeOptions, chunkByCode } from "./chunk-by-code.ts";
export { chunkByFunctionAndClass } from "./chunk-by-function-and-class.ts";
export { chunkByPage, PAGE_DEFAULTS, type PageOptions } from "./chunk-by-page.ts";
export { chunkByParagraph, PARAGRAPH_DEFAULTS, type ParagraphOptions } from "./chunk-by-paragraph.ts";
export { chunkBySection, SECTION_DEFAULTS, type SectionOptions } from "./chunk-by-section.ts";
export { type ChunkingSettings, chunkDocument } from "./chunk-document.ts";
export { type ChunkingError, InvalidChunkingError } from "./chunking-errors.ts";
export { detectCodeLanguage } from "./code/code-language.ts";
export {
  CODE_LANGUAGES,
  type CodeLanguage,
  type CodeParser,
  type SyntaxNode,
  type SyntaxTree,
} from "./code/code-parser.ts";
export { chunkAt, type DocumentView, type Span, viewDocument } from "./document-view.ts";
