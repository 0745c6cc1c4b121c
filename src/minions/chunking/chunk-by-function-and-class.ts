import type { Chunk } from "../chunk.ts";
import type { SourceDocument } from "../document.ts";
import { CODE_DEFAULTS, type CodeOptions } from "./chunk-by-code.ts";
import { paragraphChunks } from "./chunk-by-paragraph.ts";
import { requireReadableCount, requireWhole } from "./chunking-errors.ts";
import { detectCodeLanguage } from "./code/code-language.ts";
import type { CodeUnit } from "./code/code-outline.ts";
import type { CodeParser } from "./code/code-parser.ts";
import { type CodeSegment, segmentsOf } from "./code/code-segments.ts";
import { readCode } from "./code/read-code.ts";
import { chunkAt, type DocumentView, type Span, viewDocument } from "./document-view.ts";
import { fitSpans } from "./fit-spans.ts";

/** Longest imports and longest header in a preamble, in characters: they must not crowd out the code. */
const LONGEST_IMPORTS = 2000;
const LONGEST_HEADER = 500;

interface Cutting {
  readonly view: DocumentView;
  readonly size: number;
  readonly chunks: Chunk[];
}

/**
 * Cuts source code into functions and methods, each of which can be understood alone: its `preamble` holds the file's
 * imports and the headers of the classes around it. Fields and code between functions are chunks too, so nothing is
 * lost. What is no code in a known language is cut by paragraph.
 *
 * @param parser without one, everything is cut by paragraph.
 * @throws {InvalidChunkingError} where `size` is below 1 or far too small for the document.
 */
export function chunkByFunctionAndClass(
  document: SourceDocument,
  parser: CodeParser | undefined,
  options: CodeOptions = {},
): Chunk[] {
  const size = options.size ?? CODE_DEFAULTS.size;
  requireWhole("size", size, 1);
  const view = viewDocument(document);
  requireReadableCount(view.text.length, size, 0);
  const units = readCode(view.text, options.language ?? detectCodeLanguage(document), parser);
  if (!units) return paragraphChunks(view, size);
  const imports = units.filter((unit) => unit.kind === "import");
  const preamble = wholeLines(imports.map((unit) => sliceOf(view, unit)).join("\n"), LONGEST_IMPORTS);
  const chunks: Chunk[] = [];
  cutRegion({ view, size, chunks }, { start: 0, end: view.text.length }, units, preamble);
  return chunks;
}

/** Cuts a file, or the class `owner`; `preamble` is what its parts need to be understood, without its own header. */
function cutRegion(
  cutting: Cutting,
  region: Span,
  units: readonly CodeUnit[],
  preamble: string,
  owner?: CodeUnit,
): void {
  const { text } = cutting.view;
  const cuttable = units.filter((unit) => unit.kind !== "import");
  const inside = owner ? joinPreamble(preamble, text.slice(owner.start, owner.headerEnd)) : preamble;
  for (const segment of joinBareHeader(text, segmentsOf(text, region, cuttable), owner)) {
    // What a class begins with has the class's header in its own text.
    const before = owner && segment.start < owner.headerEnd ? preamble : inside;
    const { unit } = segment;
    if (unit && unit.members.length > 0) cutRegion(cutting, segment, unit.members, before, unit);
    else addChunks(cutting, segment, unit || owner ? before : "");
  }
}

/** A class's header with nothing else before the first method is no chunk of its own: the method takes it along. */
function joinBareHeader(
  text: string,
  segments: readonly CodeSegment[],
  owner: CodeUnit | undefined,
): readonly CodeSegment[] {
  const [first, second, ...rest] = segments;
  if (!owner || !first || first.unit || !second || (second.unit?.members.length ?? 0) > 0) return segments;
  const fields = text.slice(Math.min(owner.headerEnd, first.end), first.end);
  return /[\p{L}\p{N}_]/u.test(fields) ? segments : [{ ...second, start: first.start }, ...rest];
}

function addChunks({ view, size, chunks }: Cutting, segment: CodeSegment, preamble: string): void {
  const spans = fitSpans(view.text, segment, size, "code");
  const { unit } = segment;
  // A function cut in pieces repeats its own header before each piece but the first.
  const repeated =
    unit && spans.length > 1 ? joinPreamble(preamble, view.text.slice(unit.start, unit.headerEnd)) : preamble;
  spans.forEach((span, index) => {
    const before = index > 0 ? repeated : preamble;
    chunks.push(chunkAt(view, span, before === "" ? undefined : before));
  });
}

function joinPreamble(before: string, header: string): string {
  const own = wholeLines(header.trimEnd(), LONGEST_HEADER);
  return before === "" || own === "" ? before + own : `${before}\n\n${own}`;
}

function sliceOf(view: DocumentView, span: Span): string {
  return view.text.slice(span.start, span.end).trim();
}

/** As many whole lines from the start as fit. */
function wholeLines(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, Math.max(0, text.lastIndexOf("\n", most)));
}
