import type { Line } from "../text/lines.ts";
import { linesOf } from "../text/lines.ts";
import { type Passage, passagesOf } from "../text/passages.ts";
import { type Table, tablesOf } from "../text/tables.ts";
import { contentStems } from "../text/words.ts";
import { type StatementLikeness, statementLikeness } from "./statement-detection.ts";

/** One page, read once: what the scoring needs of it. */
export interface AnalysedPage {
  /** 0-based page in its document. */
  readonly page: number;
  readonly text: string;
  readonly lines: readonly Line[];
  readonly passages: readonly Passage[];
  readonly tables: readonly Table[];
  /** Stem to its count on the page. */
  readonly stems: ReadonlyMap<string, number>;
  /** Number of stems, with repeats. */
  readonly length: number;
  readonly statements: StatementLikeness;
  /** A table of contents or an index: it names everything and says nothing. */
  readonly contentsLike: boolean;
  /** Four-digit years that stand on the page. */
  readonly years: ReadonlySet<number>;
  /** Stems of lines that look like headings. */
  readonly headingStems: ReadonlySet<string>;
}

/** Reads a page once, in about a millisecond. `page` is its 0-based number in the document. */
export function analysePage(page: number, text: string): AnalysedPage {
  const lines = linesOf(text);
  const stems = new Map<string, number>();
  let length = 0;
  const passages = passagesOf(text, lines);
  for (const passage of passages) {
    for (const stemmed of passage.stems) stems.set(stemmed, (stems.get(stemmed) ?? 0) + 1);
    length += passage.stems.length;
  }
  const contentsLike = isContentsLike(lines);
  return {
    page,
    text,
    lines,
    passages,
    tables: tablesOf(lines),
    stems,
    length,
    statements: statementLikeness(lines, contentsLike),
    contentsLike,
    years: new Set([...text.matchAll(/\b(?:19|20)\d{2}\b/g)].map((match) => Number(match[0]))),
    headingStems: new Set(lines.filter(isHeading).flatMap((line) => contentStems(line.text))),
  };
}

/** Short, starts with a capital or a number, no full stop at the end, no row of figures. */
export function isHeading(line: Line): boolean {
  const text = line.text.trim();
  if (line.isRow || text.length < 4 || text.length > 90) return false;
  if (/[.,;:]$/.test(text) || !/^[\p{Lu}\d(•]/u.test(text)) return false;
  const words = text.split(/\s+/);
  const capitals = words.filter((word) => /^[\p{Lu}\d(&–—-]/u.test(word)).length;
  return words.length <= 12 && capitals / words.length >= 0.5;
}

/** Most lines end in one small, rising number or "Item … page". */
function isContentsLike(lines: readonly Line[]): boolean {
  const filled = lines.filter((line) => !line.isBlank);
  if (filled.length < 6) return false;
  let pageEntries = 0;
  let items = 0;
  let before = 0;
  for (const line of filled) {
    const target = line.cells.length > 1 ? Number.NaN : trailingPageNumber(line.text);
    if (target >= before && target < 400) {
      pageEntries += 1;
      before = target;
    }
    if (/^\s*(?:item|part)\s+[\divx]+[ab]?\b/i.test(line.text)) items += 1;
  }
  const share = pageEntries / filled.length;
  return share > 0.5 || (share > 0.25 && items >= 5) || items >= 12;
}

/** The small number that ends an entry of a table of contents; NaN where the line ends in anything else. */
function trailingPageNumber(text: string): number {
  const tail = text.trimEnd().slice(-12);
  const digits = /(?:^|[\s.F-])(\d{1,3})$/.exec(tail)?.[1];
  return digits === undefined || !/\p{L}/u.test(text) ? Number.NaN : Number(digits);
}
