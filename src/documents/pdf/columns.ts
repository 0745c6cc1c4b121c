import type { TextLine } from "./lines.ts";
import type { TextRun } from "./text-run.ts";

/** Text between two gutters: a stretch of a line that has no wide gap inside. */
interface Segment {
  readonly left: number;
  readonly right: number;
  readonly letters: number;
}

/** Fewer lines than this are not a column. */
const FEWEST_LINES = 8;
/** Gaps from this share of the font size on may be a gutter. */
const GUTTER_GAP = 0.9;
/** A column line shorter than this many characters is no prose. */
const PROSE_CHARACTERS = 22;
const PROSE_SHARE = 0.6;
/** Printers set columns of nearly equal width: the narrower has at least this share of the wider. */
const WIDTH_RATIO = 0.45;

/** A stretch of the page that is read as a whole: full lines, or the columns side by side. */
export type Band =
  | { readonly kind: "lines"; readonly lines: TextLine[] }
  | { readonly kind: "columns"; readonly columns: TextRun[][] };

/**
 * Cuts a page into bands of plain lines and bands of prose set in columns. Tables stay plain lines: their rows
 * are read across. Only what is clearly prose on both sides of a white gutter counts as columns.
 */
export function splitBands(lines: TextLine[]): Band[] {
  if (lines.length < FEWEST_LINES) return [{ kind: "lines", lines }];
  const segments = lines.map(segmentsOf);
  const gutter = findGutter(segments);
  if (gutter === undefined) return [{ kind: "lines", lines }];
  return bandsAround(gutter, lines, segments);
}

function segmentsOf(line: TextLine): Segment[] {
  const segments: Segment[] = [];
  for (const run of line.runs) {
    const last = segments.at(-1);
    const letters = countLetters(run.text);
    if (last && run.left - last.right < GUTTER_GAP * Math.min(run.size, line.size)) {
      segments[segments.length - 1] = {
        left: last.left,
        right: Math.max(last.right, run.right),
        letters: last.letters + letters,
      };
    } else {
      segments.push({ left: run.left, right: run.right, letters });
    }
  }
  return segments;
}

function countLetters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** The x that most lines leave white while they have text on a side of it, looked for in the middle of the page. */
function findGutter(segments: readonly Segment[][]): number | undefined {
  const all = segments.flat();
  const left = Math.min(...all.map((segment) => segment.left));
  const right = Math.max(...all.map((segment) => segment.right));
  const from = left + 0.28 * (right - left);
  const to = left + 0.72 * (right - left);
  let best: { x: number; count: number } | undefined;
  let bestEnd = 0;
  for (let x = from; x <= to; x += 2) {
    const count = segments.filter(
      (line) => line.some((s) => s.right <= x) && line.some((s) => s.left >= x) && !crosses(line, x),
    ).length;
    if (best === undefined || count > best.count) {
      best = { x, count };
      bestEnd = x;
    } else if (count === best.count && x - bestEnd <= 2) {
      bestEnd = x;
    }
  }
  return best && best.count >= FEWEST_LINES / 2 ? (best.x + bestEnd) / 2 : undefined;
}

function crosses(line: readonly Segment[], x: number): boolean {
  return line.some((segment) => segment.left < x && segment.right > x);
}

function bandsAround(gutter: number, lines: readonly TextLine[], segments: readonly Segment[][]): Band[] {
  const bands: Band[] = [];
  let start = 0;
  while (start < lines.length) {
    const open = !crosses(segments[start] ?? [], gutter);
    let end = start + 1;
    while (end < lines.length && !crosses(segments[end] ?? [], gutter) === open) end += 1;
    const part = lines.slice(start, end);
    const prose = open && isProse(segments.slice(start, end), gutter);
    const last = bands.at(-1);
    if (prose) bands.push({ kind: "columns", columns: cut(part, gutter) });
    else if (last?.kind === "lines") last.lines.push(...part);
    else bands.push({ kind: "lines", lines: part });
    start = end;
  }
  return bands;
}

function cut(lines: readonly TextLine[], gutter: number): TextRun[][] {
  const runs = lines.flatMap((line) => line.runs);
  return [runs.filter((run) => run.left < gutter), runs.filter((run) => run.left >= gutter)];
}

function isProse(segments: readonly Segment[][], gutter: number): boolean {
  const sides = [
    segments.flatMap((line) => widest(line.filter((segment) => segment.right <= gutter))),
    segments.flatMap((line) => widest(line.filter((segment) => segment.left >= gutter))),
  ];
  const widths = sides.map(
    (side) => Math.max(...side.map((s) => s.right)) - Math.min(...side.map((s) => s.left)),
  );
  const [first = 0, second = 0] = widths;
  if (Math.min(first, second) < WIDTH_RATIO * Math.max(first, second)) return false;
  return sides.every((side, index) => isProseColumn(side, widths[index] ?? 0));
}

/** Prose fills its column: most lines are long, and most reach the column's right half. */
function isProseColumn(side: readonly Segment[], width: number): boolean {
  if (side.length < FEWEST_LINES) return false;
  const long = side.filter((segment) => segment.letters >= PROSE_CHARACTERS);
  const full = side.filter((segment) => segment.right - segment.left >= 0.7 * width);
  return long.length >= PROSE_SHARE * side.length && full.length >= 0.5 * side.length;
}

/** A column line in prose is one segment; where there are several, only their whole counts. */
function widest(segments: readonly Segment[]): Segment[] {
  const [first, ...rest] = segments;
  if (!first) return [];
  if (rest.length > 1) return [{ ...first, letters: 0 }];
  return [
    rest.reduce(
      (sum, next) => ({ left: sum.left, right: next.right, letters: sum.letters + next.letters }),
      first,
    ),
  ];
}
