import type { Span } from "./document-view.ts";

/** A line that names the number of its page. */
interface MarkerLine extends Span {
  readonly number: number;
}

const LONGEST_MARKER = 40;
const NAMED_PAGE =
  /^[\s\-–—|[(]*(?:page|p\.|seite|página|pagina)\s*(\d{1,5})(?:\s*(?:of|\/|von|de|di)\s*\d{1,5})?[\s\-–—|\])]*$/i;
const BARE_NUMBER = /^[\s\-–—|[(]*(\d{1,4})(?:\s*(?:of|\/)\s*\d{1,4})?[\s\-–—|\])]*$/i;

/**
 * Pages of a text that has no page boundaries of its own, guessed from what printing left in it: form feeds, else
 * "Page 3 of 10" lines, else lines that hold a lone number. A number counts only in a chain that rises by one, so that
 * figures of a table are not taken for page numbers.
 *
 * The spans follow each other without gap from 0 to the text's end, markers included: nothing is lost.
 */
export function findMarkedPages(text: string): Span[] {
  const cuts =
    formFeedCuts(text) ?? markerCuts(text, NAMED_PAGE, 1) ?? markerCuts(text, BARE_NUMBER, 2) ?? [];
  const edges = [0, ...cuts.filter((cut) => cut > 0 && cut < text.length), text.length];
  return edges.slice(1).map((end, index) => ({ start: edges[index] ?? 0, end }));
}

function formFeedCuts(text: string): number[] | undefined {
  const cuts = [...text.matchAll(/\f/g)].map((match) => match.index + 1);
  return cuts.length > 0 ? cuts : undefined;
}

function markerCuts(text: string, pattern: RegExp, fewest: number): number[] | undefined {
  const chain = longestChain(markerLines(text, pattern), text);
  if (chain.length < fewest || looksLikeList(chain, text)) return undefined;
  // Numbers above their pages stand before any other text; numbers below them end the page.
  const headers = text.slice(0, chain[0]?.start).trim() === "";
  return chain.map((line) => (headers ? line.start : line.end));
}

function markerLines(text: string, pattern: RegExp): MarkerLine[] {
  const lines: MarkerLine[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    // Long lines are passed over unread: no marker is long, and this bounds what the pattern can cost.
    const number = end - start > LONGEST_MARKER ? undefined : pattern.exec(text.slice(start, end))?.[1];
    if (number !== undefined && !looksLikeYear(number)) lines.push({ start, end, number: Number(number) });
    start = end;
  }
  return lines;
}

/** Many numbers with little between them count the items of a list, not pages. */
function looksLikeList(chain: readonly MarkerLine[], text: string): boolean {
  return chain.length >= 10 && text.length / chain.length < 200;
}

function looksLikeYear(digits: string): boolean {
  const value = Number(digits);
  return value >= 1900 && value <= 2100;
}

/** The longest run of markers n, n+1, n+2 … in text order, each with something to read between it and the next. */
function longestChain(lines: readonly MarkerLine[], text: string): MarkerLine[] {
  const best = new Map<number, { line: MarkerLine; length: number }>();
  const links = new Map<MarkerLine, MarkerLine | undefined>();
  let winner: { line: MarkerLine; length: number } | undefined;
  for (const line of lines) {
    const before = best.get(line.number - 1);
    const joins = before !== undefined && text.slice(before.line.end, line.start).trim() !== "";
    const candidate = { line, length: joins ? before.length + 1 : 1 };
    links.set(line, joins ? before.line : undefined);
    if (candidate.length >= (best.get(line.number)?.length ?? 0)) best.set(line.number, candidate);
    if (!winner || candidate.length > winner.length) winner = candidate;
  }
  const chain: MarkerLine[] = [];
  for (let line = winner?.line; line; line = links.get(line)) chain.push(line);
  return chain.reverse();
}
