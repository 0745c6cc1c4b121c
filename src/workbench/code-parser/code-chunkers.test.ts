import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Chunk,
  type CodeParser,
  chunkByCode,
  chunkByFunctionAndClass,
  chunkByParagraph,
  documentText,
  type SourceDocument,
} from "#minions";
import { CODE_SAMPLES } from "./fixtures/code-samples.ts";
import { createCodeParser } from "./index.ts";

let parser: CodeParser;
beforeAll(async () => {
  parser = await createCodeParser();
});

function documentOf(name: string, text: string): SourceDocument {
  return { id: "d", name, mediaType: "text/plain", paged: false, pages: [{ index: 0, text }] };
}

/** The line of each chunk that tells best what it is. */
const firstLines = (chunks: readonly Chunk[]) => chunks.map((chunk) => chunk.text.trim().split("\n")[0]);

const preambleOf = (chunks: readonly Chunk[], needle: string) =>
  chunks.find((chunk) => chunk.text.includes(needle))?.preamble;

function lostText(document: SourceDocument, chunks: readonly Chunk[]): string {
  const units = documentText(document).split("");
  for (const { location, text } of chunks) {
    expect(text).toBe(documentText(document).slice(location?.start, location?.end));
    for (let at = location?.start ?? 0; at < (location?.end ?? 0); at += 1) units[at] = " ";
  }
  return units.join("").trim();
}

describe("chunking by code", () => {
  it.each(CODE_SAMPLES)(
    "makes a chunk of each top-level unit of $name, comments included",
    ({ name, text, units }) => {
      const document = documentOf(name, text);
      const chunks = chunkByCode(document, parser);
      expect(firstLines(chunks)).toEqual(units);
      expect(lostText(document, chunks)).toBe("");
    },
  );

  it("cuts a class that is too long at its methods, and a function that is too long at blank lines", () => {
    const body = (name: string) => `        ${name} = 1\n\n        return ${name}`;
    const text = `class A:\n    def one(self):\n${body("x")}\n\n    def two(self):\n${body("y")}\n`;
    const chunks = chunkByCode(documentOf("a.py", text), parser, { size: 60 });
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      "class A:",
      `    def one(self):\n${body("x")}`,
      `    def two(self):\n${body("y")}`,
    ]);
    const smaller = chunkByCode(documentOf("a.py", text), parser, { size: 40 });
    expect(smaller.map((chunk) => chunk.text).slice(1, 3)).toEqual([
      "    def one(self):\n        x = 1",
      "        return x",
    ]);
  });
});

describe("chunking by function and class", () => {
  it.each(CODE_SAMPLES)("makes a chunk of each function and method of $name", ({ name, text, functions }) => {
    const document = documentOf(name, text);
    const chunks = chunkByFunctionAndClass(document, parser);
    expect(firstLines(chunks)).toEqual(functions);
    expect(lostText(document, chunks)).toBe("");
  });

  it.each(CODE_SAMPLES)(
    "puts imports and class header of $name before a method",
    ({ name, text, method, preamble }) => {
      const chunks = chunkByFunctionAndClass(documentOf(name, text), parser);
      expect(preambleOf(chunks, method)).toBe(preamble);
    },
  );

  it("gives the first method of a class without fields the header as text, not twice", () => {
    const text = "class A:\n    def m(self):\n        return 1\n\n    def n(self):\n        return 2\n";
    const chunks = chunkByFunctionAndClass(documentOf("a.py", text), parser);
    expect(chunks.map(({ text: own, preamble }) => [own, preamble])).toEqual([
      ["class A:\n    def m(self):\n        return 1", undefined],
      ["    def n(self):\n        return 2", "class A:"],
    ]);
  });

  it("names the function again before the later pieces of a long one", () => {
    const text = `import os\n\ndef long(a):\n${"    print(a)\n\n".repeat(20)}`;
    const chunks = chunkByFunctionAndClass(documentOf("a.py", text), parser, { size: 100 });
    expect(chunks.at(1)?.preamble).toBe("import os");
    expect(chunks.at(2)?.preamble).toBe("import os\n\ndef long(a):");
  });

  it("keeps a preamble short, however long the imports and headers are", () => {
    const imports = Array.from({ length: 1000 }, (_, index) => `import module${index}`).join("\n");
    const text = `${imports}\n\nclass A(${"Base, ".repeat(500)}B):\n    x = 1\n\n    def m(self):\n        return 1\n`;
    const preamble = preambleOf(chunkByFunctionAndClass(documentOf("a.py", text), parser), "def m") ?? "";
    expect(preamble.length).toBeLessThan(2600);
    expect(preamble.startsWith("import module0\nimport module1\n")).toBe(true);
  });
});

describe("what is no code", () => {
  const prose =
    "The quick brown fox, it is said; jumps (over) the lazy dog.\n\nAnd so on: and on...\n".repeat(40);

  it.each([
    { what: "prose under the name of code", name: "notes.py", text: prose },
    { what: "an unknown language", name: "program.cob", text: prose },
    { what: "brackets without end", name: "a.js", text: "((([[[{{{".repeat(300) },
    { what: "nothing", name: "empty.go", text: "" },
  ])("$what is cut by paragraph", ({ name, text }) => {
    const document = documentOf(name, text);
    for (const chunker of [chunkByCode, chunkByFunctionAndClass]) {
      expect(chunker(document, parser, { size: 500 })).toEqual(chunkByParagraph(document, { size: 500 }));
    }
  });

  it("and code without a parser at hand is cut by paragraph too", () => {
    const document = documentOf("a.py", "def a():\n    pass\n\ndef b():\n    pass\n");
    expect(chunkByCode(document, undefined, { size: 20 })).toEqual(chunkByParagraph(document, { size: 20 }));
  });
});

describe("code that was torn and patched at random", () => {
  const tokens = CODE_SAMPLES.flatMap(({ text }) => text.split(/(?<=[\s{}()])/));
  const torn = fc.array(fc.constantFrom(...tokens, "\n", "}", "{", "😀", "class X {\n"), { maxLength: 60 });

  it.each(CODE_SAMPLES)("loses nothing of $name, whatever is missing from it", ({ name, text }) => {
    const cuts = fc.tuple(fc.nat(text.length), fc.nat(text.length), torn, fc.integer({ min: 1, max: 400 }));
    fc.assert(
      fc.property(cuts, ([from, to, patch, size]) => {
        const document = documentOf(name, text.slice(0, from) + patch.join("") + text.slice(to));
        for (const chunker of [chunkByCode, chunkByFunctionAndClass]) {
          const chunks = chunker(document, parser, { size });
          expect(lostText(document, chunks)).toBe("");
          expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(chunks.length);
          chunks.slice(1).forEach((chunk, index) => {
            expect(chunk.location?.start).toBeGreaterThanOrEqual(chunks[index]?.location?.end ?? -1);
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});
