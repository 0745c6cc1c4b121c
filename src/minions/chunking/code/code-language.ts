import type { SourceDocument } from "../../document.ts";
import type { CodeLanguage } from "./code-parser.ts";

const BY_EXTENSION: ReadonlyMap<string, CodeLanguage> = new Map([
  ...["py", "pyi", "pyw"].map((extension) => [extension, "python"] as const),
  ...["js", "mjs", "cjs", "jsx"].map((extension) => [extension, "javascript"] as const),
  ...["ts", "mts", "cts"].map((extension) => [extension, "typescript"] as const),
  ["tsx", "tsx"],
  ["java", "java"],
  ["go", "go"],
]);

const BY_MEDIA_TYPE: ReadonlyMap<string, CodeLanguage> = new Map([
  ["text/x-python", "python"],
  ["application/x-python-code", "python"],
  ["text/javascript", "javascript"],
  ["application/javascript", "javascript"],
  ["text/typescript", "typescript"],
  ["application/typescript", "typescript"],
  ["text/x-java", "java"],
  ["text/x-java-source", "java"],
  ["text/x-go", "go"],
]);

/** Names and types under which text may be code that does not say so. */
const UNTOLD_EXTENSIONS: ReadonlySet<string> = new Set(["", "txt", "text", "code", "src"]);

/** How much of an untold text is looked at, in characters. */
const SAMPLE = 20_000;
/** Lines that must look like a language's own before a text counts as that language. */
const FEWEST_SIGNS = 2;

/** Lines that one language writes and the others, and prose, do not. TypeScript stands before JavaScript. */
const SIGNS: readonly (readonly [CodeLanguage, RegExp])[] = [
  [
    "python",
    /^\s{0,80}(?:(?:async )?def \w{1,80}\(.{0,200}:\s*$|class \w{1,80}(?:\(.{0,200}\))?:\s*$|from [\w.]{1,80} import |if __name__ == )/,
  ],
  [
    "go",
    /^(?:package \w{1,80}\s*$|func (?:\([^)]{1,80}\) )?\w{1,80}\(|type \w{1,80} (?:struct|interface) \{|import \($)/,
  ],
  [
    "java",
    /^\s{0,80}(?:package [\w.]{1,80};|import (?:static )?[\w.]{1,80}(?:\.\*)?;|(?:public|private|protected) .{0,200}[{;]\s*$)/,
  ],
  [
    "typescript",
    /^\s{0,80}(?:export )?(?:interface \w{1,80}.{0,80}\{|type \w{1,80} = |(?:async )?function \w{1,80}\(.{0,200}\): |(?:const|let) \w{1,80}: )/,
  ],
  [
    "javascript",
    /^\s{0,80}(?:(?:export (?:default )?)?(?:async )?function\*? ?\w{0,80}\(|(?:const|let|var) .{1,80} = (?:require\(|(?:async )?\(.{0,80}\) =>)|import .{1,80} from ["']|module\.exports|export (?:const|class|default) )/,
  ],
];

/**
 * The language of a document by its name's extension, else its media type, else by what its first lines look like
 * where neither says what it is. Undefined where it is no code we know.
 */
export function detectCodeLanguage(document: SourceDocument): CodeLanguage | undefined {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(document.name)?.[1]?.toLowerCase() ?? "";
  const mediaType = document.mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  const told = BY_EXTENSION.get(extension) ?? BY_MEDIA_TYPE.get(mediaType);
  if (told || !UNTOLD_EXTENSIONS.has(extension) || document.paged) return told;
  return guessLanguage(document.pages[0]?.text.slice(0, SAMPLE) ?? "");
}

function guessLanguage(sample: string): CodeLanguage | undefined {
  const lines = sample.split("\n").map((line) => line.slice(0, 300).trimEnd());
  const scored = SIGNS.map(([language, sign]) => ({
    language,
    signs: lines.filter((line) => sign.test(line)).length,
  }));
  const count = (language: CodeLanguage) => scored.find((entry) => entry.language === language)?.signs ?? 0;
  // TypeScript is also JavaScript: its signs decide, JavaScript's add up.
  if (count("typescript") > 0 && count("typescript") + count("javascript") >= FEWEST_SIGNS) {
    const others = Math.max(count("python"), count("go"), count("java"));
    if (count("typescript") + count("javascript") > others) return "typescript";
  }
  const best = scored.reduce((a, b) => (b.signs > a.signs ? b : a));
  return best.signs >= FEWEST_SIGNS ? best.language : undefined;
}
