import type { Line } from "./lines.ts";
import { contentStems } from "./words.ts";

/** Rows that stand together, with the title above them. */
export interface Table {
  /** Indices of lines: the title's first (or the first row where there is none), the first row and the last. */
  readonly titleLine: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly rows: number;
  /** Stems of the title and the labels, without the figures. */
  readonly stems: ReadonlySet<string>;
}

const MIN_ROWS = 3;
const MAX_ROWS = 30;
const MAX_GAP = 2;
const TITLE_REACH = 11;
const MAX_TITLE_LINES = 7;

/** Finds the tables of a page; whole statements are left to the row search, since they hold every word. */
export function tablesOf(lines: readonly Line[]): Table[] {
  const tables: Table[] = [];
  let first = -1;
  let last = -1;
  let rows = 0;
  const close = (): void => {
    if (rows >= MIN_ROWS && rows <= MAX_ROWS) tables.push(tableAt(lines, first, last, rows));
    rows = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (!line.isRow) {
      if (rows > 0 && (index - last > MAX_GAP || isSentence(line))) close();
      continue;
    }
    if (rows === 0) first = index;
    last = index;
    rows += 1;
  }
  close();
  return tables;
}

function isSentence(line: Line): boolean {
  return line.text.trim().length > 110 || /[.;]\s*$/.test(line.text);
}

function tableAt(lines: readonly Line[], firstRow: number, lastRow: number, rows: number): Table {
  let titleLine = firstRow;
  let taken = 0;
  for (
    let above = firstRow - 1;
    above >= Math.max(0, firstRow - TITLE_REACH) && taken < MAX_TITLE_LINES;
    above -= 1
  ) {
    const line = lines[above];
    if (line === undefined || line.isBlank) continue;
    if (line.isRow || isSentence(line)) break;
    titleLine = above;
    taken += 1;
  }
  const words = lines
    .slice(titleLine, lastRow + 1)
    .map((line) => (line.isRow ? line.label : line.text))
    .join(" ");
  return { titleLine, firstRow, lastRow, rows, stems: new Set(contentStems(words)) };
}
