import { describe, expect, it } from "vitest";
import { documentText, type SourceDocument } from "../document.ts";
import { createCitationVerifier } from "./citation-verifier.ts";

/** A small seeded generator (mulberry32), so that a failure can be run again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS = [
  "Net",
  "sales",
  "ﬁnal",
  "inter-\nnational",
  "“Company”",
  "long-term",
  "Zu\u0308rich",
  "—",
  "(1,577)",
  "$",
  "0.66",
  "2018",
  "soft\u00adware",
  "R&D,",
  "…",
  "......",
  "•",
  "U.S.",
  "10-K",
  "don’t",
  "½",
  "m²",
  "销售",
];
const GAPS = [" ", "  ", "\n", "\t", "\u00a0", " \n ", "\n\n"];

function randomDocument(random: () => number): SourceDocument {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "";
  const page = (): string => {
    const count = 20 + Math.floor(random() * 100);
    return Array.from({ length: count }, () => {
      const word = random() < 0.3 ? String(Math.floor(random() * 1e6)) : pick(WORDS);
      return word + pick(GAPS);
    }).join("");
  };
  const pages = Array.from({ length: 3 }, (_, index) => ({ index, text: page() }));
  return { id: "doc-1", name: "random", mediaType: "text/plain", paged: true, pages };
}

/** Offsets at which a word begins or ends, not counting the inside of a word that was hyphenated at a line end. */
function boundaries(text: string): number[] {
  const offsets = [...text.matchAll(/(?<=\s|^)(?=\S)|(?<=\S)(?=\s|$)/g)].map((match) => match.index);
  return offsets.filter((at) => !/-$/.test(text.slice(0, at)) && !/-\s+$/.test(text.slice(0, at)));
}

describe("for random documents", () => {
  const cases = Array.from({ length: 40 }, (_, index) => index + 1);

  it.each(cases)(
    "any piece on word boundaries verifies to the place it came from or an equal one (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const document = randomDocument(random);
      const text = documentText(document);
      const edges = boundaries(text);
      const verifier = createCitationVerifier([document]);
      for (let turn = 0; turn < 40; turn += 1) {
        const first = Math.floor(random() * edges.length);
        const start = edges[first] ?? 0;
        const end = edges[Math.min(edges.length - 1, first + 1 + Math.floor(random() * 30))] ?? text.length;
        const quote = text.slice(start, end);
        if ((quote.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 8) continue;
        const citation = verifier.verify(quote);
        expect({ quote, verified: citation.verified }).toEqual({ quote, verified: true });
      }
    },
  );

  it.each(cases)("a digit that was changed never verifies (seed %i)", (seed) => {
    const random = seeded(seed * 7919);
    const document = randomDocument(random);
    const text = documentText(document);
    const numbers = new Set(text.match(/\d+/g));
    const verifier = createCitationVerifier([document]);
    for (const match of text.matchAll(/\d{3,}/g)) {
      const at = Math.floor(random() * match[0].length);
      const changed = `${match[0].slice(0, at)}${(Number(match[0][at]) + 1 + Math.floor(random() * 9)) % 10}${match[0].slice(at + 1)}`;
      if (numbers.has(changed)) continue;
      const before = text.slice(Math.max(0, match.index - 12), match.index).match(/\S+\s+$/)?.[0] ?? "";
      const quote = `${before}${changed}`;
      expect({ quote, verified: verifier.verify(quote).verified }).toEqual({ quote, verified: false });
    }
  });
});
