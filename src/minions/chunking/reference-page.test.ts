import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CHUNKING_STRATEGIES, RETRIEVAL_METHODS } from "../chunk.ts";
import { BM25_DEFAULTS } from "../retrieval/index.ts";
import {
  CODE_DEFAULTS,
  CODE_LANGUAGES,
  PAGE_DEFAULTS,
  PARAGRAPH_DEFAULTS,
  SECTION_DEFAULTS,
} from "./index.ts";

const page = readFileSync(
  new URL("../../../docs/reference/chunking-and-retrieval.md", import.meta.url),
  "utf8",
);

/** Rows of the page's tables by the code in their first column. */
const rows = new Map(
  [...page.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""]),
);

const asWritten = (defaults: Readonly<Record<string, number>>) =>
  Object.entries(defaults)
    .map(([name, value]) => `\`${name}\` ${value}`)
    .join(", ");

describe("the reference page of chunking and retrieval", () => {
  it("lists every strategy and method, and no other", () => {
    expect([...rows.keys()]).toEqual([...CHUNKING_STRATEGIES, ...RETRIEVAL_METHODS]);
  });

  it.each([
    ["chunk_by_section", SECTION_DEFAULTS],
    ["chunk_by_page", PAGE_DEFAULTS],
    ["chunk_by_paragraph", PARAGRAPH_DEFAULTS],
    ["chunk_by_code", CODE_DEFAULTS],
    ["chunk_by_function_and_class", CODE_DEFAULTS],
  ])("gives the defaults of %s", (strategy, defaults) => {
    expect(rows.get(strategy)?.split("|").at(-1)?.trim()).toBe(asWritten(defaults));
  });

  it("gives the parameters of BM25", () => {
    const { k1, b, delta } = BM25_DEFAULTS;
    expect(rows.get("bm25")).toContain(`(k1 ${k1}, b ${b}, delta ${delta})`);
  });

  it("names every language that code chunkers know", () => {
    for (const language of CODE_LANGUAGES) expect(page).toContain(`\`${language}\``);
  });
});
