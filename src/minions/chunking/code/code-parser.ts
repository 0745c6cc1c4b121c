/** Languages whose functions and classes the code chunkers know. */
export const CODE_LANGUAGES = ["python", "javascript", "typescript", "tsx", "java", "go"] as const;

export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** A named node of a syntax tree. Offsets are UTF-16 units of the parsed text, end exclusive. */
export interface SyntaxNode {
  /** As the tree-sitter grammar of the language names it, for example `function_definition`. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Named children in text order. */
  readonly children: readonly SyntaxNode[];
}

/** A parsed text. Its nodes may be read only until it is disposed of. */
export interface SyntaxTree extends Disposable {
  readonly root: SyntaxNode;
}

/** The port through which the code chunkers see syntax: they do no I/O, and grammars have to be loaded. */
export interface CodeParser {
  /** Undefined where the language's grammar is not loaded, or the text is too long or too odd to be parsed in bounds. */
  parse(text: string, language: CodeLanguage): SyntaxTree | undefined;
}
