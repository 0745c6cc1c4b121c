export { type CitationHint, type CitationVerifier, createCitationVerifier } from "./citation-verifier.ts";
export { extractQuotes } from "./extract-quotes.ts";
