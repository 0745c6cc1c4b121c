import { createHash } from "node:crypto";
import { type Chunk, chunkAt, type DocumentView } from "#minions";

/** Characters by which a text is looked up before it is compared whole: bounds the work that odd texts can make. */
const PROBE = 64;
/** Places at which the probe may match before the text counts as standing nowhere. */
const MOST_CANDIDATES = 1_000;

/**
 * The chunk that stands for a text which a program composed: with its place where it stands verbatim in a document
 * (white space at its ends aside), else without one.
 */
export function composeChunk(text: string, views: Iterable<DocumentView>): Chunk {
  const sought = text.trim();
  for (const view of views) {
    const start = placeOf(sought, view.text);
    if (start !== undefined) return chunkAt(view, { start, end: start + sought.length });
  }
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return { id: `composed-${hash}`, location: undefined, text };
}

function placeOf(sought: string, text: string): number | undefined {
  const probe = sought.slice(0, PROBE);
  let at = text.indexOf(probe);
  for (let candidates = 0; at >= 0 && candidates < MOST_CANDIDATES; candidates += 1) {
    if (text.startsWith(sought, at)) return at;
    at = text.indexOf(probe, at + 1);
  }
  return undefined;
}
