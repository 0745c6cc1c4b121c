import { isSpace, type Span } from "../document-view.ts";
import type { SyntaxNode } from "./code-parser.ts";
import type { LanguageTraits } from "./language-traits.ts";

/** A function, class or the like, with the comments and decorators before it and the rest of its last line. */
export interface CodeUnit extends Span {
  readonly kind: "import" | "unit" | "container";
  /** Where its body begins: what stands before is its header. */
  readonly headerEnd: number;
  /** Units inside a container, in text order. */
  readonly members: readonly CodeUnit[];
}

/** Classes inside classes are followed this deep; what lies deeper is read as one unit. */
const DEEPEST = 12;
/** `export default`, decorators and `const x =` may wrap a unit this many times over. */
const MOST_WRAPPERS = 4;
/** Characters. */
const WIDEST_LINE = 400;
const REQUIRE = /^(?:const|let|var)\s[^=]{1,200}=\s*require\s*\(/;

/** The units among sibling nodes, within `region`; what lies between them is not listed. */
export function outlineCode(
  text: string,
  nodes: readonly SyntaxNode[],
  region: Span,
  traits: LanguageTraits,
  depth = 0,
): CodeUnit[] {
  const units: CodeUnit[] = [];
  let free = region.start;
  nodes.forEach((node, index) => {
    const found = classify(text, node, traits);
    if (!found) return;
    const limit = nextOnOtherLine(text, nodes, index, traits)?.start ?? region.end;
    const start = found.kind === "import" ? node.start : startWithAttached(text, nodes, index, traits);
    const end = endOfLine(text, node.end, Math.max(node.end, limit));
    const body = bodyOf(found.inner, traits);
    const members =
      found.kind === "container" && body && depth < DEEPEST
        ? outlineCode(text, membersOf(body, traits), { start: node.start, end: body.end }, traits, depth + 1)
        : [];
    const unit = { kind: found.kind, start: Math.max(free, lineStart(text, start)), end, members };
    units.push({ ...unit, headerEnd: headerEnd(text, found.inner, body) });
    free = end;
  });
  return units;
}

function classify(
  text: string,
  node: SyntaxNode,
  traits: LanguageTraits,
): { kind: CodeUnit["kind"]; inner: SyntaxNode } | undefined {
  let candidates: readonly SyntaxNode[] = [node];
  for (let wraps = 0; wraps <= MOST_WRAPPERS && candidates.length > 0; wraps += 1) {
    for (const inner of candidates) {
      if (wraps === 0 && traits.imports.has(inner.type)) return { kind: "import", inner };
      if (traits.containers.has(inner.type)) return { kind: "container", inner };
      if (traits.units.has(inner.type)) return { kind: "unit", inner };
    }
    candidates = candidates
      .filter((inner) => traits.wrappers.has(inner.type))
      .flatMap((inner) => inner.children);
  }
  const isRequire = traits.wrappers.has(node.type) && REQUIRE.test(text.slice(node.start, node.start + 300));
  return isRequire ? { kind: "import", inner: node } : undefined;
}

function bodyOf(node: SyntaxNode, traits: LanguageTraits): SyntaxNode | undefined {
  return node.children.find((child) => traits.bodies.has(child.type));
}

/** Members of a body; a body within a body (Java's enums have one) counts as the same. */
function membersOf(body: SyntaxNode, traits: LanguageTraits): SyntaxNode[] {
  return body.children.flatMap((child) => (traits.bodies.has(child.type) ? [...child.children] : [child]));
}

/** A header takes its opening brace along, so that it reads as the code does; without a body it is one line. */
function headerEnd(text: string, node: SyntaxNode, body: SyntaxNode | undefined): number {
  if (!body) return Math.min(node.end, lineEnd(text, node.start));
  return text[body.start] === "{" ? body.start + 1 : body.start;
}

/** Where the comments and decorators begin that stand on the lines right above a node. */
function startWithAttached(
  text: string,
  nodes: readonly SyntaxNode[],
  index: number,
  traits: LanguageTraits,
): number {
  let start = nodes[index]?.start ?? 0;
  for (let before = index - 1; before >= 0; before -= 1) {
    const node = nodes[before];
    if (!node || !traits.attached.has(node.type)) break;
    const between = text.slice(node.end, start);
    const newlines = between.split("\n").length - 1;
    const begins = lineStart(text, node.start);
    const ownLine = begins === 0 || text[begins - 1] === "\n";
    if (between.trim() !== "" || newlines > 1 || !ownLine) break;
    start = node.start;
  }
  return start;
}

/** The next sibling, passing over comments that stand on the node's own last line. */
function nextOnOtherLine(
  text: string,
  nodes: readonly SyntaxNode[],
  index: number,
  traits: LanguageTraits,
): SyntaxNode | undefined {
  const end = nodes[index]?.end ?? 0;
  const newline = lineEnd(text, end);
  return nodes
    .slice(index + 1, index + 4)
    .find((node) => !traits.attached.has(node.type) || node.start > newline);
}

/** The start of the line where nothing but white space stands before `index`, else `index` itself. */
function lineStart(text: string, index: number): number {
  let start = index;
  while (start > 0 && text[start - 1] !== "\n") {
    if (!isSpace(text, start - 1)) return index;
    start -= 1;
  }
  return start;
}

/** The end of the line where only closing signs or a comment follow `index`, else `index` itself. */
function endOfLine(text: string, index: number, limit: number): number {
  const end = Math.min(lineEnd(text, index), limit);
  return /^[ \t\r]*[;,]?[ \t\r]*(?:(?:\/\/|#)[^\n]*)?$/.test(text.slice(index, end)) ? end : index;
}

/** The next line break, looked for no further than a line is wide: some code has all of it on one line. */
function lineEnd(text: string, index: number): number {
  const newline = text.slice(index, index + WIDEST_LINE).indexOf("\n");
  return newline < 0 ? Math.min(index + WIDEST_LINE, text.length) : index + newline;
}
