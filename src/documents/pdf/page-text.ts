import { splitBands } from "./columns.ts";
import { lineText } from "./line-text.ts";
import { groupLines, type TextLine } from "./lines.ts";
import { groupRuns, type PdfTextItem, type RunGroup, type TextRun } from "./text-run.ts";

/** White of this many times the usual distance between lines starts a new paragraph. */
const PARAGRAPH_GAP = 1.45;
/** Columns inside columns inside columns: real pages have no more. */
const DEEPEST_COLUMNS = 3;

/**
 * The text of a page in reading order: rows of a table on one line each with their cells kept apart, prose columns
 * one after the other, a blank line between paragraphs, text printed sideways after the upright text.
 */
export function pageText(items: readonly PdfTextItem[], viewport: readonly number[]): string {
  return groupRuns(items, viewport)
    .toSorted((one, other) => characters(other) - characters(one))
    .map((group) => (group.vertical ? verticalText(group.runs) : runsText(group.runs, 0)))
    .filter((text) => text !== "")
    .join("\n\n");
}

function characters(group: RunGroup): number {
  return group.runs.reduce((sum, run) => sum + run.text.length, 0);
}

function runsText(runs: readonly TextRun[], depth: number): string {
  const lines = groupLines(runs);
  if (depth >= DEEPEST_COLUMNS) return linesText(lines);
  return splitBands(lines)
    .map((band) =>
      band.kind === "lines"
        ? linesText(band.lines)
        : band.columns.map((column) => runsText(column, depth + 1)).join("\n\n"),
    )
    .join("\n\n");
}

function linesText(lines: readonly TextLine[]): string {
  const pitch = usualPitch(lines);
  let text = "";
  let previous: TextLine | undefined;
  for (const line of lines) {
    const piece = lineText(line);
    if (piece === "") continue;
    if (previous) text += line.baseline - previous.baseline > PARAGRAPH_GAP * pitch ? "\n\n" : "\n";
    text += piece;
    previous = line;
  }
  return text;
}

/** The median distance between neighbouring lines, in points. */
function usualPitch(lines: readonly TextLine[]): number {
  const pitches = lines
    .slice(1)
    .map((line, index) => line.baseline - (lines[index]?.baseline ?? 0))
    .toSorted((one, other) => one - other);
  return pitches[Math.floor(pitches.length / 2)] ?? 0;
}

/** Text written from top to bottom (Chinese, Japanese): columns from right to left. */
function verticalText(runs: readonly TextRun[]): string {
  return runs
    .toSorted((one, other) => other.left - one.left || one.baseline - other.baseline)
    .map((run) => run.text)
    .join("\n");
}
