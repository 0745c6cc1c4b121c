import type { AnalysedPage } from "../pages/analysed-page.ts";
import type { SearchedPage } from "../search/find-evidence.ts";
import { contentStems, squeeze } from "../text/words.ts";

/** A piece of a page, word for word. */
export interface EvidenceQuote {
  /** Verbatim but for runs of spaces, which are cut to two. */
  readonly text: string;
  readonly documentName: string | undefined;
  /** 0-based. */
  readonly page: number;
  /** Offsets in the page's text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const MAX_EXTRA_LINES = 4;

/** Says whether a text stands on one page only, so that a reader who looks it up lands on the right one. */
export class UniquenessCheck {
  readonly #pages: readonly SearchedPage[];
  readonly #squeezed = new Map<AnalysedPage, string>();

  constructor(pages: readonly SearchedPage[]) {
    this.#pages = pages;
  }

  isUnique(text: string, home: AnalysedPage): boolean {
    const wanted = squeeze(text);
    const stems = contentStems(text);
    return !this.#pages.some(
      ({ page }) =>
        page !== home && stems.every((stem) => page.stems.has(stem)) && this.#textOf(page).includes(wanted),
    );
  }

  #textOf(page: AnalysedPage): string {
    const known = this.#squeezed.get(page);
    if (known !== undefined) return known;
    const text = squeeze(page.text);
    this.#squeezed.set(page, text);
    return text;
  }
}

/** Quotes `start..end` of a page; takes in neighbouring lines until the quote stands nowhere else. */
export function quoteFrom(
  entry: SearchedPage,
  start: number,
  end: number,
  unique: UniquenessCheck,
): EvidenceQuote {
  const { page, document } = entry;
  let [from, to] = [start, end];
  for (let extra = 0; extra < MAX_EXTRA_LINES; extra += 1) {
    if (unique.isUnique(page.text.slice(from, to), page)) break;
    const widened = extra % 2 === 0 ? [from, nextLineEnd(page, to)] : [previousLineStart(page, from), to];
    from = widened[0] ?? from;
    to = widened[1] ?? to;
  }
  return {
    text: tidy(page.text.slice(from, to)),
    documentName: document?.name,
    page: page.page,
    start: from,
    end: to,
  };
}

function nextLineEnd(page: AnalysedPage, offset: number): number {
  return page.lines.find((line) => line.start > offset && !line.isBlank)?.end ?? offset;
}

function previousLineStart(page: AnalysedPage, offset: number): number {
  return page.lines.findLast((line) => line.end < offset && !line.isBlank)?.start ?? offset;
}

function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll(/[^\S\n]{2,}/g, "  ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
