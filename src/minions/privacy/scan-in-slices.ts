/** Characters of a slice: a few milliseconds of work. */
const SLICE = 8_000;
/** Characters of a slice that the next one has again, so that nothing is missed at the cut. */
const OVERLAP = 200;

/**
 * Gives texts piece by piece and lets the event loop run between them, so that scanning hundreds of pages never
 * holds up a server. Cuts at line ends, else at spaces, else anywhere.
 */
export async function* scanInSlices(texts: readonly string[]): AsyncGenerator<string, void, void> {
  let unrested = 0;
  for (const text of texts) {
    for (let start = 0; start < text.length; ) {
      const end = sliceEnd(text, start);
      yield text.slice(start, end);
      unrested += end - start;
      start = end === text.length ? end : overlapStart(text, end);
      if (unrested < SLICE) continue;
      unrested = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function overlapStart(text: string, end: number): number {
  const space = text.indexOf(" ", end - OVERLAP);
  return space === -1 || space >= end ? end : space + 1;
}

function sliceEnd(text: string, start: number): number {
  const limit = start + SLICE;
  if (limit >= text.length) return text.length;
  const line = text.lastIndexOf("\n", limit);
  if (line > start + SLICE / 2) return line + 1;
  const space = text.lastIndexOf(" ", limit);
  return space > start + SLICE / 2 ? space + 1 : limit;
}
