import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";
import {
  CODE_LANGUAGES,
  type CodeLanguage,
  type CodeParser,
  type SyntaxNode,
  type SyntaxTree,
} from "#minions";
import { GrammarUnavailableError } from "./code-parser-errors.ts";

/** Longer texts are not parsed: well-formed code takes 1 to 3 seconds a million characters, tree and chunks together. */
const LONGEST_TEXT = 1_000_000;
/**
 * Progress reports after which parsing is given up: well-formed code makes about 12 a thousand characters. Counted
 * and not timed, so that the same text gives the same chunks on every machine.
 */
const FEWEST_STEPS = 5_000;
const STEPS_PER_CHARACTER = 0.05;

/**
 * Loads tree-sitter grammars (WebAssembly, from the package's own dependencies) and gives a parser that works
 * synchronously from then on. Loading takes some 10 ms a language.
 *
 * @param languages to load; all by default. Text in others is reported as not parsable.
 * @throws {GrammarUnavailableError} where a grammar's file is missing or damaged.
 */
export async function createCodeParser(
  languages: readonly CodeLanguage[] = CODE_LANGUAGES,
): Promise<CodeParser> {
  await Parser.init();
  const require = createRequire(import.meta.url);
  const grammars = new Map<CodeLanguage, Language>();
  for (const language of new Set(languages)) {
    try {
      const file = require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`);
      grammars.set(language, await Language.load(file));
    } catch (cause) {
      throw new GrammarUnavailableError(language, { cause });
    }
  }
  return {
    parse: (text, language) => {
      const grammar = grammars.get(language);
      return grammar && text.length <= LONGEST_TEXT ? parseWith(grammar, text) : undefined;
    },
  };
}

function parseWith(grammar: Language, text: string): SyntaxTree | undefined {
  const parser = new Parser();
  try {
    parser.setLanguage(grammar);
    let stepsLeft = FEWEST_STEPS + text.length * STEPS_PER_CHARACTER;
    const progressCallback = (): boolean => {
      stepsLeft -= 1;
      return stepsLeft < 0;
    };
    const tree = parser.parse(text, null, { progressCallback });
    if (!tree) return undefined;
    return { root: viewNode(tree.rootNode), [Symbol.dispose]: () => tree.delete() };
  } finally {
    parser.delete();
  }
}

/** Children are fetched when first asked for: chunkers look at the top of a tree, which may have millions of nodes. */
function viewNode(node: Node): SyntaxNode {
  let children: readonly SyntaxNode[] | undefined;
  return {
    type: node.type,
    start: node.startIndex,
    end: node.endIndex,
    get children() {
      children ??= node.namedChildren.filter((child) => child !== null).map(viewNode);
      return children;
    },
  };
}
