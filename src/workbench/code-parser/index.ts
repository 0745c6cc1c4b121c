export { type CodeParserError, GrammarUnavailableError } from "./code-parser-errors.ts";
export { createCodeParser } from "./wasm-code-parser.ts";
