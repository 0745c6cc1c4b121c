import { setImmediate } from "node:timers/promises";
import { abortReason } from "#kernel";
import type { SourceImage } from "#minions";
import { ExtractorClosedError } from "./errors.ts";
import type { DocumentInput, ExtractionOutcome } from "./outcome.ts";
import { Slots } from "./slots.ts";
import { type PoolResult, WorkerPool } from "./worker-pool.ts";
import type { OcrOptions, WorkerVerdict } from "./worker-protocol.ts";

export interface ExtractorOptions {
  /** Largest file, bytes. Default 50 MB. */
  readonly maxBytes?: number;
  /** For one document, from the moment a worker begins with it, milliseconds. Default 60 000. */
  readonly timeoutMs?: number;
  /** Largest text, UTF-16 units. Default 12 million: taking in more would hold up the event loop for tens of milliseconds. */
  readonly maxTextCharacters?: number;
  /** Default 5 000. */
  readonly maxPages?: number;
  /** Largest unpacked part of a packed file (DOCX), bytes. Default 200 MB. */
  readonly maxUnpackedBytes?: number;
  /** Threads, and so documents read at a time. Default 2. */
  readonly workers?: number;
  /** Memory of one worker, heap and buffers, in megabytes. Default 1 024. */
  readonly workerMemoryMb?: number;
  /** Read text out of pictures and scans with Tesseract. Default false. */
  readonly ocr?: OcrOptions | false;
}

/** Reads documents in worker threads. Dispose it to end the threads. */
export interface Extractor extends AsyncDisposable {
  /**
   * Turns a file into pages of text. Whatever is wrong with the file is an outcome, not an error.
   * The bytes are copied, so the caller's buffer stays usable. An abort kills the work within a second.
   *
   * @throws {AbortedError} or the signal's own typed reason, when `signal` fires.
   * @throws {ExtractorClosedError} after disposal.
   * @throws {DocumentWorkerError} when the threads themselves fail.
   */
  extract(input: DocumentInput, signal: AbortSignal): Promise<ExtractionOutcome>;
  /**
   * Reads the text of a picture, for models that cannot see. Without OCR, or without its packages, the outcome is
   * `unsupported` and says what to do. Throws as {@link Extractor.extract} does.
   */
  readImage(image: SourceImage, signal: AbortSignal): Promise<ExtractionOutcome>;
}

const MEGABYTE = 1024 * 1024;
const OCR_TIMEOUT_MS = 600_000;

export const EXTRACTOR_DEFAULTS = {
  maxBytes: 50 * MEGABYTE,
  timeoutMs: 60_000,
  maxTextCharacters: 12_000_000,
  maxPages: 5_000,
  maxUnpackedBytes: 200 * MEGABYTE,
  workers: 2,
  workerMemoryMb: 1_024,
  ocr: false,
} as const satisfies Required<ExtractorOptions>;

type Settings = Required<ExtractorOptions>;

/** Starts nothing yet: threads are made when the first document comes. */
export function createExtractor(options: ExtractorOptions = {}): Extractor {
  return new PooledExtractor({ ...EXTRACTOR_DEFAULTS, ...options });
}

class PooledExtractor implements Extractor {
  readonly #settings: Settings;
  readonly #slots: Slots;
  readonly #closing = new AbortController();
  #pool: WorkerPool | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#slots = new Slots(settings.workers);
  }

  extract(input: DocumentInput, signal: AbortSignal): Promise<ExtractionOutcome> {
    return this.#extract(input, false, signal);
  }

  readImage({ id, name, data, mediaType }: SourceImage, signal: AbortSignal): Promise<ExtractionOutcome> {
    return this.#extract({ id, name, bytes: data, declaredMediaType: mediaType }, true, signal);
  }

  async #extract(input: DocumentInput, readImages: boolean, signal: AbortSignal): Promise<ExtractionOutcome> {
    const { name } = input;
    const { maxBytes } = this.#settings;
    if (this.#closing.signal.aborted) throw new ExtractorClosedError();
    if (signal.aborted) throw abortReason(signal, "Reading a document");
    if (input.bytes.length === 0) return { kind: "empty", name, detail: "The file has no content." };
    if (input.bytes.length > maxBytes) return { kind: "too-large", name, what: "bytes", limit: maxBytes };
    const either = AbortSignal.any([signal, this.#closing.signal]);
    try {
      using _slot = await this.#slots.take(either);
      return this.#toOutcome(input, await this.#read(input, readImages, either));
    } catch (error) {
      if (signal.aborted) throw abortReason(signal, "Reading a document");
      if (this.#closing.signal.aborted) throw new ExtractorClosedError();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#pool?.[Symbol.asyncDispose]();
  }

  async #read(input: DocumentInput, readImages: boolean, signal: AbortSignal): Promise<PoolResult> {
    const { workers, workerMemoryMb, maxTextCharacters, maxPages, maxUnpackedBytes, ocr } = this.#settings;
    const bytes = await copyInTurns(input.bytes);
    signal.throwIfAborted();
    this.#pool ??= new WorkerPool({ workers, memoryMb: workerMemoryMb });
    const task = {
      bytes,
      name: input.name,
      declaredMediaType: input.declaredMediaType,
      limits: { maxTextCharacters, maxPages, maxUnpackedBytes },
      ocr: ocr && { language: ocr.language ?? "eng" },
      readImages,
    };
    return this.#pool.run(task, this.#timeoutMs, signal);
  }

  get #timeoutMs(): number {
    const { ocr, timeoutMs } = this.#settings;
    return ocr ? Math.max(timeoutMs, ocr.timeoutMs ?? OCR_TIMEOUT_MS) : timeoutMs;
  }

  #toOutcome(input: DocumentInput, result: PoolResult): ExtractionOutcome {
    const { name } = input;
    switch (result.kind) {
      case "timed-out":
        return { kind: "timed-out", name, limitMs: this.#timeoutMs };
      case "out-of-memory":
        return { kind: "too-large", name, what: "memory-mb", limit: this.#settings.workerMemoryMb };
      case "crashed":
        return { kind: "corrupt", name, detail: "The reader for its format broke down over it." };
      case "done":
        return outcomeOf(input, result.verdict, result.pages);
    }
  }
}

function outcomeOf(
  input: DocumentInput,
  verdict: WorkerVerdict,
  texts: readonly string[],
): ExtractionOutcome {
  const { id, name } = input;
  if (verdict.kind === "image") {
    return { kind: "image", image: { id, name, mediaType: verdict.mediaType, data: input.bytes } };
  }
  if (verdict.kind !== "text") return { ...verdict, name };
  const pages = Array.from({ length: verdict.pages }, (_, index) => ({ index, text: texts[index] ?? "" }));
  const { mediaType, paged, ocr, pagesWithoutText } = verdict;
  return { kind: "text", document: { id, name, mediaType, paged, pages }, ocr, pagesWithoutText };
}

const COPY_BYTES = 4 * MEGABYTE;

/** Copies so that the copy can be given away to a thread, a few megabytes in each turn of the event loop. */
async function copyInTurns(bytes: Uint8Array): Promise<Uint8Array> {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  for (let start = 0; start < bytes.length; start += COPY_BYTES) {
    if (start > 0) await setImmediate();
    copy.set(bytes.subarray(start, start + COPY_BYTES), start);
  }
  return new Uint8Array(copy.buffer, copy.byteOffset, copy.length);
}
