import { type Delimiter, readRows } from "./delimited-text.ts";
import { type JsonKind, jsonKindOf } from "./json-text.ts";

export type TextFormat =
  | { readonly kind: "json"; readonly json: JsonKind }
  | { readonly kind: "html" }
  | { readonly kind: "delimited"; readonly delimiter: Delimiter }
  | { readonly kind: "markdown" | "plain" };

/** Characters looked at to tell formats apart. */
const HEAD = 16 * 1024;
const ROWS = 20;
const LONGEST_HEADER = 60;
const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,4000}?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body|title|meta|div|p|table|h[1-6]|span|article|main|section)[\s>])/i;

/** What the sender says about the file; believed only where the content leaves it open. */
export interface FormatHints {
  readonly name: string;
  readonly mediaType: string | undefined;
}

/** Tells text formats apart by content. JSON and HTML show themselves; Markdown and small tables need the name. */
export function recogniseText(text: string, hints: FormatHints): TextFormat {
  const head = text.slice(0, HEAD);
  if (HTML_START.test(head)) return { kind: "html" };
  const json = jsonKindOf(text);
  if (json) return { kind: "json", json };
  const says = hintedKind(hints);
  if (says === "markdown" || says === "plain") return { kind: says };
  const delimiter = delimiterOf(head, text.length > HEAD, says === "delimited");
  return delimiter ? { kind: "delimited", delimiter } : { kind: "plain" };
}

function hintedKind({ name, mediaType }: FormatHints): "markdown" | "plain" | "delimited" | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  const type = mediaType?.split(";")[0]?.trim().toLowerCase();
  if (extension === "md" || extension === "markdown" || type === "text/markdown") return "markdown";
  if (
    extension === "csv" ||
    extension === "tsv" ||
    type === "text/csv" ||
    type === "text/tab-separated-values"
  )
    return "delimited";
  return extension === "txt" || extension === "log" ? "plain" : undefined;
}

/** The delimiter that gives every row of the beginning the same number of cells. A hint makes smaller and rougher tables count. */
function delimiterOf(head: string, isCut: boolean, hinted: boolean): Delimiter | undefined {
  const fitting = ([",", ";", "\t", "|"] as const).map((delimiter) => ({
    delimiter,
    columns: hinted ? commonColumns(head, delimiter) : strictColumns(head, isCut, delimiter),
  }));
  const best = fitting.reduce((one, other) => (other.columns > one.columns ? other : one));
  return best.columns > 1 ? best.delimiter : hinted ? "," : undefined;
}

function firstRows(head: string, isCut: boolean, delimiter: Delimiter): string[][] {
  const rows: string[][] = [];
  for (const row of readRows(head, delimiter)) {
    if (row.some((cell) => cell !== "")) rows.push(row);
    if (rows.length > ROWS) break;
  }
  return isCut && rows.length > 1 ? rows.slice(0, -1) : rows;
}

function strictColumns(head: string, isCut: boolean, delimiter: Delimiter): number {
  const rows = firstRows(head, isCut, delimiter);
  const [header] = rows;
  if (!header || rows.length < 3) return 0;
  const named = header.every((cell) => cell !== "" && cell.length <= LONGEST_HEADER && !/[.!?]$/.test(cell));
  return named && rows.every((row) => row.length === header.length) ? header.length : 0;
}

/** The usual number of cells, titles and notes around the table aside. */
function commonColumns(head: string, delimiter: Delimiter): number {
  const counts = firstRows(head, false, delimiter)
    .map((row) => row.length)
    .toSorted((one, other) => one - other);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}
