/** A piece of text in one font, placed on a page whose y axis grows downwards. Lengths are in points. */
export interface TextRun {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  /** Font size. */
  readonly size: number;
  /** True when the file itself puts a space after this run. */
  readonly spaceAfter: boolean;
  readonly rightToLeft: boolean;
}

/** The part of a pdf.js text item that the layout reads. */
export interface PdfTextItem {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** Text that runs in one direction: 0 is upright, 90 reads upwards, 180 upside down, 270 downwards. */
export interface RunGroup {
  readonly angle: number;
  readonly vertical: boolean;
  readonly runs: TextRun[];
}

type Matrix = readonly [number, number, number, number, number, number];

/** Text smaller than this is drawn to be searched, not read: sizes below it would make tolerances meaningless. */
const SMALLEST_SIZE = 0.5;

/**
 * Places pdf.js items on the page as it is shown and sorts them by reading direction, so that a table printed
 * sideways is laid out like any other. `viewport` is the page's transform at scale 1 (it holds the page's rotation).
 */
export function groupRuns(items: readonly PdfTextItem[], viewport: readonly number[]): RunGroup[] {
  const groups = new Map<string, RunGroup>();
  items.forEach((item, index) => {
    if (item.str.trim() === "") return;
    const placed = multiply(asMatrix(viewport), asMatrix(item.transform));
    if (!placed.every(Number.isFinite)) return;
    const vertical = item.dir === "ttb";
    const angle = vertical ? 0 : quarterTurn(placed);
    const key = `${angle}${vertical}`;
    const group = groups.get(key) ?? { angle, vertical, runs: [] };
    groups.set(key, group);
    group.runs.push(toRun(item, placed, angle, isSpace(items[index + 1])));
  });
  return [...groups.values()];
}

function toRun(item: PdfTextItem, placed: Matrix, angle: number, spaceAfter: boolean): TextRun {
  const [a, b, c, d, e, f] = placed;
  const size = Math.max(Math.hypot(c, d) || Math.hypot(a, b), SMALLEST_SIZE);
  const [x, y] = turnBack(e, f, angle);
  const width = Number.isFinite(item.width) && item.width > 0 ? item.width : 0;
  return {
    text: item.str,
    left: x,
    right: x + width,
    baseline: y,
    size,
    spaceAfter,
    rightToLeft: item.dir === "rtl",
  };
}

function isSpace(item: PdfTextItem | undefined): boolean {
  return item !== undefined && item.str !== "" && item.str.trim() === "";
}

/** The multiple of 90 degrees nearest to the text's direction, counter-clockwise as seen on the page. */
function quarterTurn([a, b]: Matrix): number {
  const degrees = (Math.atan2(-b, a) * 180) / Math.PI;
  return (Math.round(degrees / 90) * 90 + 360) % 360;
}

/** Turns the page so that text at `angle` stands upright. */
function turnBack(x: number, y: number, angle: number): [number, number] {
  switch (angle) {
    case 90:
      return [-y, x];
    case 180:
      return [-x, -y];
    case 270:
      return [y, -x];
    default:
      return [x, y];
  }
}

function asMatrix(values: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = values;
  return [a, b, c, d, e, f];
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}
