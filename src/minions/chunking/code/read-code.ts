import type { Span } from "../document-view.ts";
import { type CodeUnit, outlineCode } from "./code-outline.ts";
import type { CodeLanguage, CodeParser, SyntaxNode } from "./code-parser.ts";
import { traitsOf } from "./language-traits.ts";

/** Text of which more than this share is no valid syntax is not taken for code. */
const MOST_ERRORS = 0.5;

/**
 * The units of a text in the given language, or undefined where it cannot be read as that language and should be
 * cut as prose.
 */
export function readCode(
  text: string,
  language: CodeLanguage | undefined,
  parser: CodeParser | undefined,
): CodeUnit[] | undefined {
  if (!language || !parser) return undefined;
  using tree = parser.parse(text, language);
  if (!tree || errorShare(tree.root, text.length) > MOST_ERRORS) return undefined;
  const whole: Span = { start: 0, end: text.length };
  return outlineCode(text, tree.root.children, whole, traitsOf(language));
}

function errorShare(root: SyntaxNode, length: number): number {
  if (root.type === "ERROR") return 1;
  const errors = root.children.filter((node) => node.type === "ERROR");
  return errors.reduce((sum, node) => sum + node.end - node.start, 0) / Math.max(1, length);
}
