import type { TextRun } from "./text-run.ts";

/** Runs that stand on one baseline, from left to right. */
export interface TextLine {
  readonly runs: TextRun[];
  readonly baseline: number;
  /** The size of the line's largest run. */
  readonly size: number;
  readonly left: number;
  readonly right: number;
}

/** Baselines closer than this share of the smaller size are one line. */
const SAME_BASELINE = 0.3;
/** A raised or lowered mark is at most this share of its line's size. */
const MARK_SIZE = 0.85;
/** A mark stands at most this share of its line's size away from the text that it marks. */
const MARK_DISTANCE = 0.6;

/** Groups runs by baseline, top to bottom. Superscripts and subscripts go to the line that they mark. */
export function groupLines(runs: readonly TextRun[]): TextLine[] {
  const byBaseline = runs.toSorted((one, other) => one.baseline - other.baseline);
  const clusters: TextRun[][] = [];
  let anchor: TextRun | undefined;
  for (const run of byBaseline) {
    const cluster = clusters.at(-1);
    if (cluster && anchor && sharesBaseline(anchor, run)) {
      cluster.push(run);
      if (run.size > anchor.size) anchor = run;
    } else {
      clusters.push([run]);
      anchor = run;
    }
  }
  const lines = attachMarks(clusters.map((cluster) => toLine(dropDoubles(cluster))));
  return lines.toSorted((one, other) => one.baseline - other.baseline);
}

function sharesBaseline(anchor: TextRun, run: TextRun): boolean {
  return Math.abs(run.baseline - anchor.baseline) <= SAME_BASELINE * Math.min(run.size, anchor.size);
}

export function toLine(runs: TextRun[]): TextLine {
  const sorted = runs.toSorted((one, other) => one.left - other.left);
  const largest = sorted.reduce((best, run) => (run.size > best.size ? run : best));
  return {
    runs: sorted,
    baseline: largest.baseline,
    size: largest.size,
    left: Math.min(...sorted.map((run) => run.left)),
    right: Math.max(...sorted.map((run) => run.right)),
  };
}

/** Bold type is at times made by printing a text twice, a hair apart: it is read once. */
function dropDoubles(runs: readonly TextRun[]): TextRun[] {
  const kept: TextRun[] = [];
  const byText = new Map<string, TextRun[]>();
  for (const run of runs) {
    const same = byText.get(run.text) ?? [];
    if (same.some((other) => Math.abs(other.left - run.left) < 0.15 * run.size)) continue;
    byText.set(run.text, [...same, run]);
    kept.push(run);
  }
  return kept;
}

function attachMarks(lines: readonly TextLine[]): TextLine[] {
  const kept: TextLine[] = [];
  const marks = new Map<TextLine, TextRun[]>();
  lines.forEach((line, index) => {
    const hosts = nearbyLines(lines, index).filter((host) => line.size <= MARK_SIZE * host.size);
    const strays = line.runs.filter((run) => {
      const host = hosts.find((candidate) => isMarkOf(run, candidate));
      if (host) marks.set(host, [...(marks.get(host) ?? []), run]);
      return host === undefined;
    });
    if (strays.length === line.runs.length) kept.push(line);
    else if (strays.length > 0) kept.push(toLine(strays));
  });
  return kept.map((line) => {
    const own = marks.get(line);
    return own ? toLine([...line.runs, ...own]) : line;
  });
}

/** The few lines that are near enough on the page to be marked by this one. */
function nearbyLines(lines: readonly TextLine[], index: number): TextLine[] {
  return lines.slice(Math.max(0, index - 3), index + 4).filter((_, offset) => offset !== Math.min(index, 3));
}

function isMarkOf(run: TextRun, host: TextLine): boolean {
  const top = host.baseline - host.size;
  const bottom = host.baseline + 0.35 * host.size;
  const middle = run.baseline - 0.35 * run.size;
  if (middle < top || middle > bottom) return false;
  const reach = MARK_DISTANCE * host.size;
  return host.runs.some(
    (text) =>
      text.size > run.size &&
      run.left <= text.right + reach &&
      run.right >= text.left - reach &&
      !covers(text, run),
  );
}

/** A mark stands beside a text, not on top of it. */
function covers(text: TextRun, run: TextRun): boolean {
  return run.left > text.left + 0.5 * text.size && run.right < text.right - 0.5 * text.size;
}
