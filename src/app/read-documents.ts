import pMap from "p-map";
import { describeRefusal, type ExtractionOutcome, type Extractor } from "#documents";
import { abortReason, assertNever } from "#kernel";
import type { SourceDocument, SourceImage } from "#minions";
import type { AskEvent } from "./ask-event.ts";
import { DocumentsRefusedError, type RefusedDocument } from "./document-errors.ts";
import type { DocumentFile } from "./document-file.ts";

export interface ReadDocumentsDeps {
  readonly extractor: Extractor;
  /** Documents read at a time. */
  readonly concurrency: number;
  readonly maxBytes: number;
  readonly emit: (event: AskEvent) => void;
  /** Whether pictures are to be turned into text, because the model that reads them cannot see. Default: they stay pictures. */
  readonly picturesAsText?: (signal: AbortSignal) => Promise<boolean>;
  /** Leave out what cannot be read, as events and notices, in place of failing. Default false. */
  readonly skipUnreadable?: boolean;
  /** Number of the first document: ids are `doc-<number>`. Default 1. */
  readonly firstNumber?: number;
}

export interface ReadDocuments {
  readonly documents: readonly SourceDocument[];
  readonly images: readonly SourceImage[];
  /** What could not be read, in the order given. */
  readonly refused: readonly RefusedDocument[];
  /** What a reader of the answer must know of the documents, for example that pages hold no text. */
  readonly notices: readonly string[];
}

/**
 * Reads all files into text by page, several at a time, telling each as it is done.
 *
 * @throws DocumentsRefusedError with every refusal, unless `skipUnreadable`; then they are events and notices.
 */
export async function readDocuments(
  files: readonly DocumentFile[],
  deps: ReadDocumentsDeps,
  signal: AbortSignal,
): Promise<ReadDocuments> {
  const outcomes = await extractAll(files, deps, signal);
  const refused = outcomes.flatMap(refusalOf);
  if (refused.length > 0 && !deps.skipUnreadable) throw new DocumentsRefusedError(refused);
  return {
    documents: outcomes.flatMap((outcome) => (outcome.kind === "text" ? [outcome.document] : [])),
    images: outcomes.flatMap((outcome) => (outcome.kind === "image" ? [outcome.image] : [])),
    refused,
    notices: [...refused.map((refusal) => `Left out: ${refusal.message}`), ...outcomes.flatMap(noticesOf)],
  };
}

async function extractAll(
  files: readonly DocumentFile[],
  deps: ReadDocumentsDeps,
  signal: AbortSignal,
): Promise<ExtractionOutcome[]> {
  const total = files.length;
  let done = 0;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const readOne = async (file: DocumentFile, index: number): Promise<ExtractionOutcome> => {
    const outcome = await extract(file, `doc-${(deps.firstNumber ?? 1) + index}`, deps, stop);
    done += 1;
    tell(outcome, { done, total }, deps.emit);
    return outcome;
  };
  try {
    return await pMap(files, readOne, { concurrency: deps.concurrency, signal });
  } catch (error) {
    failed.abort(); // One file that cannot even be opened ends the reading of the others.
    throw signal.aborted ? abortReason(signal, "Reading documents") : error;
  }
}

async function extract(
  file: DocumentFile,
  id: string,
  deps: ReadDocumentsDeps,
  signal: AbortSignal,
): Promise<ExtractionOutcome> {
  const { name, declaredMediaType, byteLength = 0 } = file;
  if (byteLength > deps.maxBytes) return { kind: "too-large", name, what: "bytes", limit: deps.maxBytes };
  const bytes = typeof file.bytes === "function" ? await file.bytes(signal) : file.bytes;
  const declared = declaredMediaType === undefined ? {} : { declaredMediaType };
  const outcome = await deps.extractor.extract({ id, name, bytes, ...declared }, signal);
  if (outcome.kind !== "image" || !(await deps.picturesAsText?.(signal))) return outcome;
  return deps.extractor.readImage(outcome.image, signal);
}

function refusalOf(outcome: ExtractionOutcome): RefusedDocument[] {
  if (outcome.kind === "text" || outcome.kind === "image") return [];
  return [{ name: outcome.name, reason: outcome.kind, message: describeRefusal(outcome) }];
}

function tell(
  outcome: ExtractionOutcome,
  count: { readonly done: number; readonly total: number },
  emit: (event: AskEvent) => void,
): void {
  switch (outcome.kind) {
    case "text": {
      const { name, pages } = outcome.document;
      const characters = pages.reduce((sum, page) => sum + page.text.length, 0);
      emit({ type: "document-read", name, pages: pages.length, characters, ...count });
      return;
    }
    case "image":
      emit({ type: "image-taken", name: outcome.image.name, ...count });
      return;
    case "scanned":
    case "encrypted":
    case "corrupt":
    case "empty":
    case "unsupported":
    case "too-large":
    case "timed-out":
      for (const refusal of refusalOf(outcome)) emit({ type: "document-refused", ...refusal, ...count });
      return;
    default:
      assertNever(outcome);
  }
}

function noticesOf(outcome: ExtractionOutcome): string[] {
  if (outcome.kind !== "text") return [];
  const { name } = outcome.document;
  const blank = outcome.pagesWithoutText.length;
  return [
    ...(outcome.ocr ? [`${name} was read by OCR: expect misread characters.`] : []),
    ...(blank > 0
      ? [`${name}: no text could be read on ${blank} of its pages (pictures or blank pages).`]
      : []),
  ];
}
