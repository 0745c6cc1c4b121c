import { createCitationVerifier } from "../citations/index.ts";
import type { SourceDocument } from "../document.ts";
import type { Citation } from "../result.ts";
import type { QuoteCandidate } from "./ending.ts";

/** Most citations that a result carries. */
const MAX_CITATIONS = 10;

/** Every quote once, each with a verdict; the same passage quoted twice counts once. */
export function checkQuotes(
  documents: readonly SourceDocument[],
  quotes: readonly QuoteCandidate[],
): Citation[] {
  const verifier = createCitationVerifier(documents);
  const citations = new Map<string, Citation>();
  for (const { quote, near } of quotes) {
    if (citations.size >= MAX_CITATIONS) break;
    const citation = verifier.verify(quote, near);
    const key = citation.verified
      ? `${citation.location.documentId} ${citation.location.start} ${citation.location.end}`
      : quote;
    if (!citations.has(key)) citations.set(key, citation);
  }
  return [...citations.values()];
}
