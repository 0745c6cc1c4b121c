import { Parser } from "htmlparser2";
import { LimitReached } from "../limit-reached.ts";
import type { TextSink } from "../text-sink.ts";
import { TextBlocks } from "./text-blocks.ts";

/** Sloppy pages leave thousands of tags open; beyond this it is an attack. */
const DEEPEST_TAGS = 10_000;
/** The parser takes the page in pieces of this many characters. */
const PIECE = 64 * 1024;

const UNSEEN = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "math",
  "iframe",
  "object",
  "select",
  "ix:header",
]);
const PARAGRAPHS = new Set(
  "address article aside blockquote details dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table title ul".split(
    " ",
  ),
);
const LINES = new Set(
  "body caption dd div dt figcaption head html legend li option summary tbody tfoot thead".split(" "),
);
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/** Writes the text that a reader of the page sees: no scripts, no hidden parts, each table row on one line. */
export function writeHtml(html: string, sink: TextSink): void {
  const blocks = new TextBlocks((line) => sink.writeLine(line));
  const page = new PageReader(blocks);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      onclosetag: (name) => page.close(name),
      ontext: (text) => page.text(text),
    },
    { decodeEntities: true },
  );
  for (let start = 0; start < html.length; start += PIECE) parser.write(html.slice(start, start + PIECE));
  parser.end();
  blocks.end();
}

class PageReader {
  readonly #blocks: TextBlocks;
  #depth = 0;
  #hiddenFrom: number | undefined;
  #preformatted = 0;

  constructor(blocks: TextBlocks) {
    this.#blocks = blocks;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST_TAGS) throw new LimitReached("nesting", DEEPEST_TAGS);
    if (this.#hiddenFrom !== undefined) return;
    if (!VOID.has(name) && isHidden(name, attributes)) {
      this.#hiddenFrom = this.#depth;
      return;
    }
    if (name === "tr") this.#blocks.openRow();
    else if (name === "td" || name === "th") this.#blocks.openCell();
    else this.#break(name);
    if (name === "pre") this.#preformatted += 1;
    if (name === "li") this.#blocks.text("- ");
  }

  close(name: string): void {
    const depth = this.#depth;
    this.#depth = Math.max(0, depth - 1);
    if (this.#hiddenFrom !== undefined) {
      if (depth <= this.#hiddenFrom) this.#hiddenFrom = undefined;
      return;
    }
    if (name === "tr") this.#blocks.closeRow();
    else if (name === "td" || name === "th") this.#blocks.closeCell();
    else if (name !== "br") this.#break(name);
    if (name === "pre") this.#preformatted = Math.max(0, this.#preformatted - 1);
  }

  text(text: string): void {
    if (this.#hiddenFrom !== undefined) return;
    if (this.#preformatted > 0) {
      this.#writePreformatted(text);
      return;
    }
    const squeezed = text.replace(/[ \t\n\r\f]+/g, " ");
    const joins = this.#blocks.atLineStart || this.#blocks.endsWithSpace;
    this.#blocks.text(joins && squeezed.startsWith(" ") ? squeezed.slice(1) : squeezed);
  }

  #writePreformatted(text: string): void {
    text.split("\n").forEach((line, index) => {
      if (index > 0) this.#blocks.endLine();
      this.#blocks.text(line);
    });
  }

  #break(name: string): void {
    if (PARAGRAPHS.has(name)) this.#blocks.endParagraph();
    else if (LINES.has(name) || name === "br") this.#blocks.endLine();
  }
}

function isHidden(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (UNSEEN.has(name) || "hidden" in attributes) return true;
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes["style"] ?? "");
}
