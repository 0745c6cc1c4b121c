import type { Line } from "./lines.ts";
import { contentStems } from "./words.ts";

/** A quotable piece of a page: a sentence, a table row or a short line such as a heading or list item. */
export interface Passage {
  readonly kind: "sentence" | "row" | "line";
  /** Offsets in the page's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Index of its first and last line on the page. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly stems: readonly string[];
}

const SENTENCE_END = /[.!?]["”’)]?(?=\s+["“(]?[\p{Lu}\d•])/gu;
const ABBREVIATION =
  /(?:\b(?:no|inc|corp|co|ltd|mr|mrs|ms|dr|vs|u\.s|u\.k|e\.g|i\.e|approx|dept|jr|sr|st)|\b\p{Lu})\.$/iu;
const MAX_SENTENCE = 900;
/** "7. Pets." says nothing without the sentence after it. */
const MIN_SENTENCE = 24;

/** Cuts the lines of a page into passages. */
export function passagesOf(pageText: string, lines: readonly Line[]): Passage[] {
  const passages: Passage[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.isBlank) {
      index += 1;
    } else if (line.isRow) {
      passages.push(rowPassage(line, index));
      index += 1;
    } else {
      const last = paragraphEnd(lines, index);
      passages.push(...sentencesOf(pageText, lines, index, last));
      index = last + 1;
    }
  }
  return passages;
}

function rowPassage(line: Line, index: number): Passage {
  const { start, end } = line;
  return { kind: "row", start, end, firstLine: index, lastLine: index, stems: contentStems(line.text) };
}

/** Last line of the paragraph that starts at `first`: text lines until a blank, a row or a change that starts anew. */
function paragraphEnd(lines: readonly Line[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    const line = lines[next];
    const before = lines[last];
    if (line === undefined || before === undefined || line.isBlank || line.isRow) break;
    if (/^\s*(?:[•▪●○◦*-]|\(?[a-z\d]{1,2}[.)])\s/u.test(line.text)) break;
    const endsOpen = !/[.:!?;]["”’)]?\s*$/u.test(before.text);
    if (before.text.trim().length < 60 && !(endsOpen && /^\s*\p{Ll}/u.test(line.text))) break;
    last = next;
  }
  return last;
}

function sentencesOf(pageText: string, lines: readonly Line[], first: number, last: number): Passage[] {
  const start = lines[first]?.start ?? 0;
  const end = lines[last]?.end ?? start;
  const text = pageText.slice(start, end);
  const cuts: number[] = [];
  for (const match of text.matchAll(SENTENCE_END)) {
    const cut = match.index + match[0].length;
    if (ABBREVIATION.test(text.slice(Math.max(0, cut - 12), cut))) continue;
    if (text.slice(cuts.at(-1) ?? 0, cut).trim().length >= MIN_SENTENCE) cuts.push(cut);
  }
  cuts.push(text.length);
  const kind = cuts.length === 1 && first === last && text.trim().length < 90 ? "line" : "sentence";
  const passages: Passage[] = [];
  let from = 0;
  for (const cut of splitLong(cuts, text)) {
    const piece = text.slice(from, cut);
    const lead = piece.length - piece.trimStart().length;
    const trimmed = piece.trim();
    if (trimmed !== "") {
      const at = start + from + lead;
      passages.push({
        kind,
        start: at,
        end: at + trimmed.length,
        firstLine: lineAt(lines, first, last, at),
        lastLine: lineAt(lines, first, last, at + trimmed.length - 1),
        stems: contentStems(trimmed),
      });
    }
    from = cut;
  }
  return passages;
}

/** Text without a full stop still ends somewhere: over-long pieces are cut at a space. */
function splitLong(cuts: readonly number[], text: string): number[] {
  const all: number[] = [];
  let from = 0;
  for (const cut of cuts) {
    while (cut - from > MAX_SENTENCE) {
      const space = text.lastIndexOf(" ", from + MAX_SENTENCE);
      from = space > from ? space : from + MAX_SENTENCE;
      all.push(from);
    }
    all.push(cut);
    from = cut;
  }
  return all;
}

function lineAt(lines: readonly Line[], first: number, last: number, offset: number): number {
  for (let index = first; index <= last; index += 1) {
    const line = lines[index];
    if (line !== undefined && offset <= line.end) return index;
  }
  return last;
}
