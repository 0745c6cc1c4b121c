import { LimitReached } from "../limit-reached.ts";
import type { TextSink } from "../text-sink.ts";

export type Delimiter = "," | ";" | "\t" | "|";

/** A row longer than this, in characters, is no row of a table. */
const LONGEST_ROW = 1_000_000;

/**
 * Writes every row with its header, so that a piece of the table read alone still says what its values are:
 * `row 12: name: X; revenue: 5`. Values are verbatim but for line breaks inside a cell. Lines above the header
 * (a title, a date) are written as they are.
 */
export function writeDelimited(text: string, delimiter: Delimiter, sink: TextSink): void {
  let header: string[] | undefined;
  let number = 0;
  for (const cells of readRows(text, delimiter)) {
    const filled = cells.filter((cell) => cell !== "").length;
    if (filled === 0) continue;
    if (header) {
      number += 1;
      sink.writeLine(rowText(number, header, cells));
    } else if (filled === 1) {
      sink.writeLine(cells.join(""));
    } else if (looksLikeHeader(cells)) {
      header = cells;
      sink.writeLine(`columns: ${cells.filter((cell) => cell !== "").join("; ")}`);
    } else {
      header = [];
      number += 1;
      sink.writeLine(rowText(number, header, cells));
    }
  }
}

function rowText(number: number, header: readonly string[], cells: readonly string[]): string {
  const fields = cells.flatMap((cell, index) =>
    cell === "" ? [] : [`${header[index] || `column ${index + 1}`}: ${cell}`],
  );
  return `row ${number}: ${fields.join("; ")}`;
}

/** A header names things: it holds no bare number but perhaps years. */
function looksLikeHeader(cells: readonly string[]): boolean {
  return cells.every((cell) => !/^[-+($]*\d[\d.,]*[)%]*$/.test(cell) || /^(?:19|20)\d\d$/.test(cell));
}

/** RFC 4180, read leniently: a quote that opens a cell protects delimiters and line breaks until the next single quote. */
export function* readRows(text: string, delimiter: Delimiter): Generator<string[]> {
  let position = 0;
  while (position < text.length) {
    const rowStart = position;
    const cells: string[] = [];
    let cell: Cell;
    do {
      cell = readCell(text, position, delimiter);
      cells.push(cell.value);
      position = cell.end + 1;
      if (position - rowStart > LONGEST_ROW) throw new LimitReached("row", LONGEST_ROW);
    } while (text[cell.end] === delimiter);
    yield cells;
  }
}

interface Cell {
  readonly value: string;
  /** Where the delimiter, the line break or the end of the text stands. */
  readonly end: number;
}

function readCell(text: string, start: number, delimiter: Delimiter): Cell {
  if (text[start] !== '"') {
    const end = endOfPlain(text, start, delimiter);
    return { value: text.slice(start, end).trim(), end };
  }
  let value = "";
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    const stop = quote === -1 ? text.length : quote;
    if (stop - start > LONGEST_ROW) throw new LimitReached("row", LONGEST_ROW);
    value += text.slice(position, stop);
    if (quote === -1) return { value: oneLine(value), end: text.length };
    if (text[quote + 1] !== '"') {
      const end = endOfPlain(text, quote + 1, delimiter);
      return { value: oneLine(value + text.slice(quote + 1, end)), end };
    }
    value += '"';
    position = quote + 2;
  }
}

function endOfPlain(text: string, start: number, delimiter: Delimiter): number {
  for (let position = start; position < text.length; position += 1) {
    const character = text[position];
    if (character === delimiter || character === "\n") return position;
    if (position - start > LONGEST_ROW) throw new LimitReached("row", LONGEST_ROW);
  }
  return text.length;
}

function oneLine(value: string): string {
  return value.replace(/\s*\n\s*/g, " ").trim();
}
