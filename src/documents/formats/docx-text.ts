import { type UnzipFileInfo, unzipSync } from "fflate";
import { Parser } from "htmlparser2";
import { LimitReached } from "../limit-reached.ts";
import type { TextSink } from "../text-sink.ts";
import { decodeText } from "./decode-text.ts";
import { TextBlocks } from "./text-blocks.ts";

export type PackedFormat =
  | { readonly kind: "docx"; readonly mainPart: string }
  | { readonly kind: "corrupt" | "unsupported"; readonly detail: string };

const DEEPEST_TAGS = 1_000;
const PIECE = 64 * 1024;
/** Entries that are looked at; a document has some dozens. */
const MOST_ENTRIES = 20_000;

const OTHER_PACKAGES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^xl\/workbook\./, "It is an Excel workbook. Save each sheet as CSV."],
  [/^ppt\/presentation\./, "It is a PowerPoint file. Save it as PDF."],
  [/^META-INF\/container\.xml$/, "It is an EPUB book. Convert it to PDF or HTML."],
  [/^content\.xml$/, "It is an OpenDocument file. Save it as DOCX or PDF."],
];

/** Looks into the directory of a ZIP file; nothing is unpacked. */
export function recognisePackage(bytes: Uint8Array): PackedFormat {
  const names = entryNames(bytes);
  if (names === undefined) return { kind: "corrupt", detail: "Its ZIP directory is damaged." };
  const mainPart = names.find((name) => /^word\/document\d*\.xml$/.test(name));
  if (mainPart) return { kind: "docx", mainPart };
  const other = OTHER_PACKAGES.find(([pattern]) => names.some((name) => pattern.test(name)));
  return {
    kind: "unsupported",
    detail: other?.[1] ?? "It is a ZIP archive. Unpack it and send the files that it holds.",
  };
}

function entryNames(bytes: Uint8Array): string[] | undefined {
  const names: string[] = [];
  try {
    unzipSync(bytes, {
      filter: (file) => {
        if (names.length < MOST_ENTRIES) names.push(file.name);
        return false;
      },
    });
    return names;
  } catch {
    return undefined;
  }
}

/**
 * Writes a Word document: paragraphs, one line for each table row, notes at the end. What was deleted under
 * "track changes" and field codes are left out.
 *
 * @throws {LimitReached} when a part unpacks to more than `maxUnpackedBytes`.
 */
export function writeDocx(
  bytes: Uint8Array,
  mainPart: string,
  maxUnpackedBytes: number,
  sink: TextSink,
): void {
  const parts = [mainPart, "word/footnotes.xml", "word/endnotes.xml"];
  for (const part of parts) {
    const xml = unpackPart(bytes, part, maxUnpackedBytes);
    if (xml === undefined) continue;
    const blocks = new TextBlocks((line) => sink.writeLine(line));
    if (part !== mainPart) sink.writeLine("");
    readWordXml(xml, blocks);
    blocks.end();
  }
}

/** Only the part asked for is unpacked, and never beyond the size that the directory states. */
function unpackPart(bytes: Uint8Array, part: string, maxUnpackedBytes: number): string | undefined {
  const filter = (file: UnzipFileInfo): boolean => {
    if (file.name !== part) return false;
    if (file.originalSize > maxUnpackedBytes) throw new LimitReached("unpacked-bytes", maxUnpackedBytes);
    return true;
  };
  const unpacked = unzipSync(bytes, { filter })[part];
  return unpacked && decodeText(unpacked);
}

function readWordXml(xml: string, blocks: TextBlocks): void {
  const word = new WordReader(blocks);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => word.open(name, attributes),
      onclosetag: (name) => word.close(name),
      ontext: (text) => word.text(text),
    },
    { xmlMode: true, decodeEntities: true },
  );
  for (let start = 0; start < xml.length; start += PIECE) parser.write(xml.slice(start, start + PIECE));
  parser.end();
}

/** Parts that repeat or are not shown: the fall-back of a drawing holds the same text as its first choice. */
const UNSEEN = new Set(["mc:Fallback", "w:del", "w:moveFrom", "w:instrText", "w:pPrChange", "w:rPrChange"]);

/** Words, and the letters of formulas. */
const TEXT = new Set(["w:t", "m:t"]);

class WordReader {
  readonly #blocks: TextBlocks;
  #depth = 0;
  #hiddenFrom: number | undefined;
  #inText = false;

  constructor(blocks: TextBlocks) {
    this.#blocks = blocks;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST_TAGS) throw new LimitReached("nesting", DEEPEST_TAGS);
    if (this.#hiddenFrom !== undefined) return;
    if (UNSEEN.has(name) || isSeparatorNote(name, attributes)) this.#hiddenFrom = this.#depth;
    else if (TEXT.has(name)) this.#inText = true;
    else if (name === "w:tr") this.#blocks.openRow();
    else if (name === "w:tc") this.#blocks.openCell();
    else this.#mark(name, attributes);
  }

  close(name: string): void {
    const depth = this.#depth;
    this.#depth = Math.max(0, depth - 1);
    if (this.#hiddenFrom !== undefined) {
      if (depth <= this.#hiddenFrom) this.#hiddenFrom = undefined;
      return;
    }
    if (TEXT.has(name)) this.#inText = false;
    else if (name === "w:tr") this.#blocks.closeRow();
    else if (name === "w:tc") this.#blocks.closeCell();
    else if (name === "w:tbl") this.#blocks.endParagraph();
    else if (name === "w:p") this.#blocks.endParagraph();
  }

  text(text: string): void {
    if (this.#inText && this.#hiddenFrom === undefined) this.#blocks.text(text);
  }

  #mark(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case "w:tab":
        // Tab stops are described by the same tag, with a position.
        if (attributes["w:pos"] === undefined) this.#blocks.text("\t");
        break;
      case "w:br":
      case "w:cr":
        this.#blocks.endLine();
        break;
      case "w:noBreakHyphen":
        this.#blocks.text("-");
        break;
      case "w:footnoteReference":
      case "w:endnoteReference":
        this.#blocks.text(`[${attributes["w:id"] ?? "note"}]`);
        break;
      case "w:footnote":
      case "w:endnote":
        this.#blocks.text(`[${attributes["w:id"] ?? "note"}] `);
        break;
      case "w:numPr":
        if (this.#blocks.atLineStart) this.#blocks.text("- ");
        break;
    }
  }
}

/** Word keeps the line above the notes as a note of its own. */
function isSeparatorNote(name: string, attributes: Readonly<Record<string, string>>): boolean {
  return (name === "w:footnote" || name === "w:endnote") && attributes["w:type"] !== undefined;
}
