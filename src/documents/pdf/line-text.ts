import type { TextLine } from "./lines.ts";
import type { TextRun } from "./text-run.ts";

/** Between two cells of a line. */
export const CELL_GAP = "   ";

/** A gap of this share of the font size is a space between words. */
const WORD_GAP = 0.13;
/** A gap of this share of the font size keeps two cells apart. */
const WIDE_GAP = 1;
/** Narrow tables: two numbers need less room between them to be two cells. */
const NUMBER_GAP = 0.5;
/** What belongs to the number before it although reports print it in a column of its own. */
const CLOSING = /^(?:\)|%|\)%|%\))$/;
const CURRENCY = /^[$€£¥]$/;
const NUMBER_LIKE = /^[($€£¥+\-–—]*[\d.,]+[)%]*$/;
/** A bracket in a column of its own, close enough for pdf.js to count it to the number. */
const LOOSE_BRACKET = /(\([\d.,]+) \)/g;
/** What a font's faulty table gives for glyphs that mean nothing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are taken out
const CONTROL = /[\0-\x08\x0b-\x1f\x7f]/g;
const LEADERS = /(?:[ \u00a0]*[.…·_]){4,}[ \u00a0]*/g;

/** One line as text: words by one space, cells by {@link CELL_GAP}, dot leaders taken as the gap that they fill. */
export function lineText(line: TextLine): string {
  const runs = inReadingOrder(line.runs);
  let text = "";
  let previous: TextRun | undefined;
  for (const run of runs) {
    const piece = run.text;
    if (previous) text += separator(previous, run, text, piece);
    text += piece;
    previous = run;
  }
  return text.replace(LEADERS, collapseLeaders).replace(LOOSE_BRACKET, "$1)").replace(CONTROL, "").trim();
}

/** Signature lines and blanks of forms are kept as a short rule, leaders between texts become a gap. */
function collapseLeaders(leaders: string, offset: number, whole: string): string {
  if (leaders.includes("_")) return "____ ";
  const atEdge = offset === 0 || offset + leaders.length === whole.length;
  return atEdge ? " " : CELL_GAP;
}

function separator(previous: TextRun, run: TextRun, text: string, piece: string): string {
  const size = Math.min(previous.size, run.size);
  const gap = gapBetween(previous, run) / size;
  const trimmed = piece.trim();
  if (CLOSING.test(trimmed) && gap < 1.5 && /[\d)—–-]$/.test(text)) return "";
  const spaced = text.endsWith(" ") || piece.startsWith(" ");
  if (CURRENCY.test(previous.text.trim()) && /^[(\d.,—–-]/.test(trimmed))
    return spaced ? "" : gap < WORD_GAP ? "" : " ";
  if (gap >= WIDE_GAP) return CELL_GAP;
  if (gap >= NUMBER_GAP && NUMBER_LIKE.test(trimmed) && NUMBER_LIKE.test(previous.text.trim()))
    return CELL_GAP;
  if (spaced) return "";
  const wordGap = WORD_GAP * (Math.max(previous.size, run.size) / size);
  return gap >= wordGap || (previous.spaceAfter && gap > 0) ? " " : "";
}

function gapBetween(previous: TextRun, run: TextRun): number {
  return run.left >= previous.left ? run.left - previous.right : previous.left - run.right;
}

/** Right-to-left lines read from their right end; a few foreign words inside do not turn a line round. */
function inReadingOrder(runs: readonly TextRun[]): readonly TextRun[] {
  const backwards =
    runs.reduce((sum, run) => sum + (run.rightToLeft ? run.text.length : -run.text.length), 0) > 0;
  return backwards ? runs.toSorted((one, other) => other.right - one.right) : runs;
}
