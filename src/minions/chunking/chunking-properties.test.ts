import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chunk } from "../chunk.ts";
import { documentText, type SourceDocument } from "../document.ts";
import { chunkDocument } from "./chunk-document.ts";
import { chunkBySection } from "./index.ts";

/** Text as documents have it: words, numbers, blank lines, page marks, emoji, odd spaces. */
const pieces = fc.constantFrom(
  ..."word |Sentence ends here. |Is it? |\n|\n\n|\r\n|  |\t|\f|Page 3 of 10\n|\n7\n|1,577|😀|é|\u200b|\u00a0|。|漢字|def f():\n    pass\n|}".split(
    "|",
  ),
  "\ud83d",
);
const texts = fc.array(pieces, { maxLength: 120 }).map((parts) => parts.join(""));

const documents: fc.Arbitrary<SourceDocument> = fc
  .record({ pages: fc.array(texts, { minLength: 1, maxLength: 5 }), paged: fc.boolean() })
  .map(({ pages, paged }) => ({
    id: "doc-1",
    name: "any.txt",
    mediaType: "text/plain",
    paged,
    pages: pages.map((text, index) => ({ index, text })),
  }));

const settings = fc
  .record({ size: fc.integer({ min: 1, max: 200 }), pagesPerChunk: fc.integer({ min: 1, max: 3 }) })
  .chain((base) => fc.record({ ...constants(base), overlap: fc.integer({ min: 0, max: base.size - 1 }) }));

function constants<T extends object>(base: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(base).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}

/** Visible characters that stand in no chunk. */
function lostText(document: SourceDocument, chunks: readonly Chunk[]): string {
  const units = [...documentText(document).split("")];
  for (const { location } of chunks) {
    for (let at = location?.start ?? 0; at < (location?.end ?? 0); at += 1) units[at] = " ";
  }
  return units.join("").replaceAll("\u200b", "").trim();
}

describe.each([
  "chunk_by_section",
  "chunk_by_page",
  "chunk_by_paragraph",
  "chunk_by_code",
  "chunk_by_function_and_class",
] as const)("%s, whatever the document and settings", (strategy) => {
  const always = (check: (document: SourceDocument, chunks: Chunk[]) => void) =>
    fc.assert(
      fc.property(documents, settings, (document, setting) => {
        check(document, chunkDocument(document, strategy, setting));
      }),
    );

  it("gives each chunk the document's own text at its span", () => {
    always((document, chunks) => {
      const text = documentText(document);
      for (const { text: own, location } of chunks)
        expect(own).toBe(text.slice(location?.start, location?.end));
    });
  });

  it("loses no visible character", () => {
    always((document, chunks) => {
      expect(lostText(document, chunks)).toBe("");
    });
  });

  it("makes no chunk of nothing but white space", () => {
    always((_, chunks) => {
      for (const chunk of chunks) expect(chunk.text.replaceAll("\u200b", "").trim()).not.toBe("");
    });
  });

  it("goes forward through the document, and no chunk lies inside the one before", () => {
    always((_, chunks) => {
      chunks.slice(1).forEach((chunk, index) => {
        expect(chunk.location?.start).toBeGreaterThan(chunks[index]?.location?.start ?? -1);
        expect(chunk.location?.end).toBeGreaterThan(chunks[index]?.location?.end ?? -1);
      });
    });
  });

  it("gives every chunk an id of its own, the same each time, and pages that hold its text", () => {
    fc.assert(
      fc.property(documents, settings, (document, setting) => {
        const chunks = chunkDocument(document, strategy, setting);
        expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(chunks.length);
        expect(chunkDocument(document, strategy, setting)).toEqual(chunks);
        for (const { location } of chunks) {
          expect(location?.lastPage).toBeGreaterThanOrEqual(location?.firstPage ?? 0);
          expect(location?.lastPage).toBeLessThan(document.pages.length);
        }
      }),
    );
  });
});

describe("chunk_by_section, whatever the document and settings", () => {
  it("never cuts a surrogate pair and never makes a window longer than asked for, but for a lone pair", () => {
    fc.assert(
      fc.property(texts, settings, (text, { size, overlap }) => {
        const document = {
          id: "d",
          name: "d",
          mediaType: "text/plain",
          paged: false,
          pages: [{ index: 0, text }],
        };
        for (const { text: own } of chunkBySection(document, { size, overlap })) {
          expect(own.length).toBeLessThanOrEqual(Math.max(2, size));
          if (text.isWellFormed()) expect(own.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
