import type { SelectedPage } from "./select-evidence.ts";

/** What the worker says when support is weak. */
export const NOTHING_FOUND = "Nothing in the documents answers this.";

const MAX_QUOTES = 9;

/** The worker's reply: a plain statement, then each quote as a block quote with its source beneath. */
export function renderWorkerReply(statement: string, selected: readonly SelectedPage[]): string {
  const parts = [statement];
  let left = MAX_QUOTES - selected.length;
  for (const { quotes } of selected) {
    for (const [index, quote] of quotes.entries()) {
      if (index > 0 && left <= 0) break;
      if (index > 0) left -= 1;
      const lines = quote.text.split("\n").map((line) => `> ${line}`);
      const source =
        quote.documentName === undefined ? "" : `\n(${quote.documentName}, page ${quote.page + 1})`;
      parts.push(`${lines.join("\n")}${source}`);
    }
  }
  return parts.join("\n\n");
}

/** What a worker's reply holds: its statement, its quotes in order, and whether it found anything. */
export interface ParsedReply {
  /** The text before the first quote. */
  readonly statement: string;
  readonly quotes: readonly string[];
  readonly found: boolean;
}

/** Reads a worker's reply, its own or another model's. */
export function parseWorkerReply(reply: string): ParsedReply {
  const quotes: string[] = [];
  const prose: string[] = [];
  let current: string[] = [];
  const close = (): void => {
    if (current.length > 0) quotes.push(current.join("\n"));
    current = [];
  };
  for (const line of reply.split("\n")) {
    const quoted = /^\s*>\s?(.*)$/.exec(line)?.[1];
    if (quoted !== undefined) {
      current.push(quoted);
      continue;
    }
    close();
    if (quotes.length === 0) prose.push(line);
  }
  close();
  const statement = prose.join("\n").trim();
  const found = statement !== "" && !statement.startsWith(NOTHING_FOUND);
  return { statement, quotes, found };
}
