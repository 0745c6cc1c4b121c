import { LimitReached } from "../limit-reached.ts";
import type { TextSink } from "../text-sink.ts";

const DEEPEST_NESTING = 200;
const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

type Emit = (path: string, value: string) => void;

/** The text is not JSON. Internal: the caller then reads it as plain text. */
class NotJson extends Error {}

export type JsonKind = "json" | "json-lines";

/**
 * What kind of JSON a text is, undefined when it is none. Values beside each other (JSON Lines) count as one document.
 * @throws {LimitReached} when it is nested too deeply.
 */
export function jsonKindOf(text: string): JsonKind | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return new JsonScanner(text).scan(() => undefined) > 1 ? "json-lines" : "json";
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/**
 * Writes one line for each value, under its full path: `a.b[3].c: value`. Numbers stay as they are written in the
 * file. The text is scanned, never built up as objects: memory stays flat.
 */
export function writeJson(text: string, kind: JsonKind, sink: TextSink): void {
  new JsonScanner(text, kind === "json-lines").scan((path, value) =>
    sink.writeLine(path === "" ? value : `${path}: ${value}`),
  );
}

class JsonScanner {
  readonly #text: string;
  readonly #numberRoots: boolean;
  #position = 0;
  #emit: Emit = () => undefined;

  constructor(text: string, numberRoots = false) {
    this.#text = text;
    this.#numberRoots = numberRoots;
  }

  /** Returns how many values stand side by side. */
  scan(emit: Emit): number {
    this.#emit = emit;
    let roots = 0;
    this.#match(SPACE);
    while (this.#position < this.#text.length) {
      this.#value(this.#numberRoots ? `[${roots}]` : "", 0);
      roots += 1;
      this.#match(SPACE);
    }
    return roots;
  }

  #value(path: string, depth: number): void {
    if (depth > DEEPEST_NESTING) throw new LimitReached("nesting", DEEPEST_NESTING);
    const next = this.#text[this.#position];
    if (next === "{") this.#object(path, depth);
    else if (next === "[") this.#array(path, depth);
    else if (next === '"') this.#emit(path, this.#string());
    else this.#emit(path, this.#require(SCALAR));
  }

  #object(path: string, depth: number): void {
    this.#position += 1;
    if (this.#closes("}")) {
      this.#emit(path, "{}");
      return;
    }
    do {
      this.#match(SPACE);
      const key = this.#string();
      this.#match(SPACE);
      this.#expect(":");
      this.#match(SPACE);
      this.#value(pathTo(path, key), depth + 1);
    } while (this.#continues("}"));
  }

  #array(path: string, depth: number): void {
    this.#position += 1;
    if (this.#closes("]")) {
      this.#emit(path, "[]");
      return;
    }
    let index = 0;
    do {
      this.#match(SPACE);
      this.#value(`${path}[${index}]`, depth + 1);
      index += 1;
    } while (this.#continues("]"));
  }

  #closes(bracket: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#position] !== bracket) return false;
    this.#position += 1;
    return true;
  }

  /** True after a comma, false after the closing bracket. */
  #continues(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    this.#expect(",");
    return true;
  }

  #string(): string {
    const end = this.#endOfString();
    const token = this.#text.slice(this.#position, end);
    this.#position = end;
    return token.includes("\\") ? unescaped(token) : token.slice(1, -1);
  }

  /** Found by hand: a pattern over a string of megabytes would run out of stack. */
  #endOfString(): number {
    if (this.#text[this.#position] !== '"') throw new NotJson();
    let from = this.#position + 1;
    for (;;) {
      const quote = this.#text.indexOf('"', from);
      if (quote === -1) throw new NotJson();
      let backslashes = 0;
      while (this.#text[quote - 1 - backslashes] === "\\") backslashes += 1;
      if (backslashes % 2 === 0) return quote + 1;
      from = quote + 1;
    }
  }

  #expect(character: string): void {
    if (this.#text[this.#position] !== character) throw new NotJson();
    this.#position += 1;
  }

  #require(pattern: RegExp): string {
    const token = this.#match(pattern);
    if (token === "") throw new NotJson();
    return token;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const token = pattern.exec(this.#text)?.[0] ?? "";
    this.#position += token.length;
    return token;
  }
}

function unescaped(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    throw new NotJson();
  }
}

function pathTo(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
