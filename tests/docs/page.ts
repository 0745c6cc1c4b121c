import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** A page under `docs/`, as its readers get it. */
export function readPage(path: string): string {
  return readFileSync(join(ROOT, "docs", path), "utf8");
}

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** Rows of the tables under a heading, each as the texts of its cells; heads and rulers left out. */
export function rowsUnder(page: string, heading: string): string[][] {
  const from = page.indexOf(`\n## ${heading}\n`);
  if (from === -1) throw new Error(`The page has no heading "${heading}".`);
  const end = page.indexOf("\n## ", from + 1);
  const lines = page.slice(from, end === -1 ? undefined : end).split("\n");
  return lines.flatMap((line, index) => {
    const isRow =
      line.startsWith("|") && !/^\|[-| ]+\|$/.test(line) && !/^\|[-| ]+\|$/.test(lines[index + 1] ?? "");
    return isRow
      ? [
          line
            .slice(1, -1)
            .split(" | ")
            .map((cell) => cell.trim()),
        ]
      : [];
  });
}

/** The text between the back quotes of a cell; the cell itself where it has none. */
export function codeIn(cell: string | undefined): string {
  return /`([^`]+)`/.exec(cell ?? "")?.[1] ?? cell ?? "";
}
