import type { MessagePort } from "node:worker_threads";
import type { LimitedThing } from "./outcome.ts";

/** OCR settings; the packages that do the work are optional peers. */
export interface OcrOptions {
  /** Tesseract's language codes joined by "+", for example "eng+deu". Each needs its `@tesseract.js-data/…` package. Default "eng". */
  readonly language?: string;
  /** For one document with OCR, milliseconds. Default 10 minutes. */
  readonly timeoutMs?: number;
}

export interface TextLimits {
  readonly maxTextCharacters: number;
  readonly maxPages: number;
  /** For each packed part of a file, bytes. */
  readonly maxUnpackedBytes: number;
}

/** What the main thread hands to a worker. Nothing in it but `bytes` and the labels comes from outside. */
export interface WorkerTask {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly declaredMediaType: string | undefined;
  readonly limits: TextLimits;
  /** The language codes, or false for no OCR. */
  readonly ocr: { readonly language: string } | false;
  /** Read the text of a picture, where else a picture is given back as it is. */
  readonly readImages: boolean;
  /** Element 0: the worker's thread id once it has begun (0 before). It tells the watch when to start the clock and whom to watch. */
  readonly progress: Int32Array;
  /** Takes {@link TextPart}s: small pieces that the main thread picks up between its other work. */
  readonly textPort: MessagePort;
}

/** A piece of the text, in order. A page may come in several. */
export interface TextPart {
  readonly page: number;
  readonly text: string;
}

/** What the worker found; the text itself has gone through the port by then. */
export type WorkerVerdict =
  | {
      readonly kind: "text";
      readonly mediaType: string;
      readonly paged: boolean;
      readonly pages: number;
      readonly ocr: boolean;
      readonly pagesWithoutText: readonly number[];
    }
  | { readonly kind: "image"; readonly mediaType: string }
  | { readonly kind: "scanned"; readonly pages: number }
  | { readonly kind: "encrypted" | "corrupt" | "empty" | "unsupported"; readonly detail: string }
  | { readonly kind: "too-large"; readonly what: LimitedThing; readonly limit: number };
