import { generalWeight } from "../lexicon/report-words.ts";
import type { AnalysedPage } from "../pages/analysed-page.ts";

/** How telling a stem is, and how long a page is on average. */
export interface TermWeights {
  weight(stem: string): number;
  readonly averageLength: number;
}

/** Inverse page frequency over everything that is searched. */
export function* corpusWeights(pages: readonly AnalysedPage[]): Generator<void, TermWeights> {
  const count = Math.max(1, pages.length);
  const frequency = new Map<string, number>();
  let total = 0;
  for (const page of pages) {
    total += page.length;
    for (const stem of page.stems.keys()) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
    yield;
  }
  return {
    averageLength: Math.max(1, total / count),
    weight: (stem) => {
      const pagesWith = frequency.get(stem) ?? 0;
      const idf = Math.log(1 + (count - pagesWith + 0.5) / (pagesWith + 0.5));
      return count < 8 ? Math.max(idf, generalWeight(stem)) : idf;
    },
  };
}

/** For one chunk on its own, where no statistics exist; comparable across chunks. */
export function fixedWeights(names: ReadonlySet<string>): TermWeights {
  return { averageLength: 400, weight: (stem) => (names.has(stem) ? 0.1 : generalWeight(stem)) };
}
