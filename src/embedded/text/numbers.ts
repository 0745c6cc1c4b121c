/** A number as it stands in a table cell or a sentence. */
export interface NumberCell {
  /** As printed, with sign and currency. */
  readonly raw: string;
  readonly value: number;
  readonly percent: boolean;
  /** Offset in the line. */
  readonly start: number;
  readonly end: number;
}

/** A cell: optional currency, optional parenthesis or minus, digits, optional percent; or a dash, which stands for zero. */
const CELL =
  /(?:[$€£¥]\s*)?(?:\(\s*|[–—−-])?(?:[$€£¥]\s*)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s*\))?(?:\s*%\)?)?|(?<=\s{2}|[$€£¥]\s{0,9})[—–-](?=\s|$)/gu;

/** Reads one cell; undefined where it is no number. */
export function parseNumber(raw: string): { value: number; percent: boolean } | undefined {
  const text = raw.trim();
  if (/^[$€£¥\s]*[—–-]$/u.test(text)) return { value: 0, percent: false };
  const digits = /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/.exec(text)?.[0];
  if (digits === undefined) return undefined;
  const magnitude = Number(digits.replaceAll(",", ""));
  const negative = /^[$€£¥\s]*\(/.test(text) || /^[$€£¥\s]*[–—−-]/u.test(text);
  return { value: negative ? -magnitude : magnitude, percent: text.includes("%") };
}

/** The numeric cells of a line from offset `from` on. */
export function numberCells(line: string, from = 0): NumberCell[] {
  const cells: NumberCell[] = [];
  for (const match of line.matchAll(CELL)) {
    if (match.index < from) continue;
    const parsed = parseNumber(match[0]);
    if (parsed === undefined) continue;
    cells.push({ raw: match[0].trim(), ...parsed, start: match.index, end: match.index + match[0].length });
  }
  return cells;
}
