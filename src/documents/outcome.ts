import type { SourceDocument, SourceImage } from "#minions";

/** A file as it came: its name is a label for people and models, never a path; its content alone decides its format. */
export interface DocumentInput {
  /** Unique within a run, for example "doc-1". */
  readonly id: string;
  readonly name: string;
  /** Not changed, and not to be changed by the caller until the extraction has ended. */
  readonly bytes: Uint8Array;
  /** What the sender said. Used only to tell text formats apart (Markdown, CSV, plain). */
  readonly declaredMediaType?: string;
}

/** What a limit was about. */
export type LimitedThing =
  | "bytes"
  | "pages"
  | "characters"
  | "nesting"
  | "row"
  | "unpacked-bytes"
  | "pixels"
  | "memory-mb";

export interface TextOutcome {
  readonly kind: "text";
  readonly document: SourceDocument;
  /** True when any of the text was read from pictures: expect misread characters. */
  readonly ocr: boolean;
  /** 0-based pages of a PDF on which nothing could be read: pictures without OCR, or blank pages. */
  readonly pagesWithoutText: readonly number[];
}

/** The file is no use as it is; each kind needs another remedy. `name` is the label of the input. */
export type RefusedOutcome =
  | { readonly kind: "scanned"; readonly name: string; readonly pages: number }
  | {
      readonly kind: "encrypted" | "corrupt" | "empty" | "unsupported";
      readonly name: string;
      readonly detail: string;
    }
  | { readonly kind: "too-large"; readonly name: string; readonly what: LimitedThing; readonly limit: number }
  | { readonly kind: "timed-out"; readonly name: string; readonly limitMs: number };

/** What became of a document. Only an abort and a closed extractor are errors; all else is one of these. */
export type ExtractionOutcome =
  | TextOutcome
  | { readonly kind: "image"; readonly image: SourceImage }
  | RefusedOutcome;

const LIMIT_WORDS: Record<LimitedThing, (limit: number) => string> = {
  bytes: (limit) => `is larger than ${megabytes(limit)}`,
  pages: (limit) => `has more than ${limit} pages`,
  characters: (limit) => `holds more than ${limit} characters of text`,
  nesting: (limit) => `is nested more than ${limit} levels deep`,
  row: (limit) => `has a row of more than ${limit} characters`,
  "unpacked-bytes": (limit) => `unpacks to more than ${megabytes(limit)}`,
  pixels: (limit) => `has a picture of more than ${limit} pixels`,
  "memory-mb": (limit) => `needs more than ${limit} MB of memory to read`,
};

/** One sentence for people: what is wrong with the file and what they can do. */
export function describeRefusal(outcome: RefusedOutcome): string {
  const name = JSON.stringify(outcome.name);
  switch (outcome.kind) {
    case "scanned":
      return `${name} is a scan: its ${outcome.pages} page(s) hold pictures, not text. Turn on OCR, or send a version with text.`;
    case "encrypted":
      return `${name} is protected by a password. Remove the protection and try again. (${outcome.detail})`;
    case "corrupt":
      return `${name} is damaged and cannot be read: ${outcome.detail}`;
    case "empty":
      return `${name} holds no text: ${outcome.detail}`;
    case "unsupported":
      return `${name} cannot be read: ${outcome.detail}`;
    case "too-large":
      return `${name} ${LIMIT_WORDS[outcome.what](outcome.limit)}, which is the limit. Split it, or raise the limit.`;
    case "timed-out":
      return `${name} could not be read within ${outcome.limitMs} ms. Split it, or raise the limit.`;
  }
}

function megabytes(bytes: number): string {
  return `${Number((bytes / (1024 * 1024)).toFixed(1))} MB`;
}
