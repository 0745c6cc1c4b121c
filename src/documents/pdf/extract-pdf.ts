import { LimitReached } from "../limit-reached.ts";
import { isInstalled, startRecogniser } from "../ocr/text-recogniser.ts";
import type { TextSink } from "../text-sink.ts";
import type { WorkerTask, WorkerVerdict } from "../worker-protocol.ts";
import { drawPage } from "./draw-page.ts";
import { filledFields, hasForm } from "./form-fields.ts";
import { openPdf, type PdfDocument, type PdfPage } from "./open-pdf.ts";
import { showsPictures } from "./page-content.ts";
import { pageText } from "./page-text.ts";
import type { MissingData } from "./pdf-data.ts";
import type { PdfTextItem } from "./text-run.ts";

/** A page with fewer characters than this (a page number, a stamp) counts as one without text. */
const BARE_PAGE_CHARACTERS = 12;

const NO_TABLES =
  "It uses an older Asian encoding whose tables come in a package of their own. Run: npm i pdfjs-dist@~6.1.200";

/** Reads a PDF page by page. Damaged pages stay empty; the rest is read. */
export async function extractPdf(task: WorkerTask, sink: TextSink): Promise<WorkerVerdict> {
  const opened = await openPdf(task.bytes, task.ocr !== false && isInstalled("@napi-rs/canvas"));
  if (opened.kind !== "open") return opened;
  const { pdf, missing } = opened;
  try {
    if (pdf.numPages > task.limits.maxPages) throw new LimitReached("pages", task.limits.maxPages);
    const texts = await readPages(pdf, task.limits.maxTextCharacters);
    return await finish(task, sink, pdf, texts, missing);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function finish(
  task: WorkerTask,
  sink: TextSink,
  pdf: PdfDocument,
  read: ReadonlyArray<string | undefined>,
  missing: MissingData,
): Promise<WorkerVerdict> {
  const texts = read.map((text) => text ?? "");
  if (read.every((text) => text === undefined))
    return { kind: "corrupt", detail: "None of its pages can be read." };
  if (missing.has("cMapUrl")) return { kind: "unsupported", detail: NO_TABLES };
  const bare = texts.flatMap((text, index) => (isBare(text) ? [index] : []));
  const mostlyBare = bare.length > texts.length / 2;
  const isScan = (task.ocr || mostlyBare) && bare.length > 0 && (await showsPictures(pdf, bare));
  if (isScan && task.ocr) return readPictures(task.ocr.language, sink, pdf, texts, bare);
  if (isScan) return { kind: "scanned", pages: texts.length };
  return writePages(texts, sink, false);
}

/** Reads the pages without text by OCR; the others keep their own text. */
async function readPictures(
  language: string,
  sink: TextSink,
  pdf: PdfDocument,
  texts: readonly string[],
  bare: readonly number[],
): Promise<WorkerVerdict> {
  const start = await startRecogniser(language, true);
  if (start.kind === "missing") return { kind: "unsupported", detail: start.detail };
  await using recogniser = start.recogniser;
  const read = [...texts];
  for (const index of bare) read[index] = await recogniser.recognise(await drawPage(pdf, index));
  return writePages(read, sink, true);
}

function writePages(texts: readonly string[], sink: TextSink, ocr: boolean): WorkerVerdict {
  for (const text of texts) {
    sink.write(text);
    sink.endPage();
  }
  if (sink.isBlank) return { kind: "empty", detail: "Nothing is written on its pages." };
  const pagesWithoutText = texts.flatMap((text, index) => (isBare(text) ? [index] : []));
  return {
    kind: "text",
    mediaType: "application/pdf",
    paged: true,
    pages: texts.length,
    ocr,
    pagesWithoutText,
  };
}

async function readPages(pdf: PdfDocument, maxCharacters: number): Promise<Array<string | undefined>> {
  const texts: Array<string | undefined> = [];
  const isForm = await hasForm(pdf);
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const text = await readPage(pdf, number, isForm);
    characters += text?.length ?? 0;
    if (characters > maxCharacters) throw new LimitReached("characters", maxCharacters);
    texts.push(text);
  }
  return texts;
}

/** Undefined when the page is damaged. */
async function readPage(pdf: PdfDocument, number: number, isForm: boolean): Promise<string | undefined> {
  let page: PdfPage | undefined;
  try {
    page = await pdf.getPage(number);
    const content = await page.getTextContent({ disableNormalization: true });
    const text = pageText(content.items.filter(isTextItem), page.getViewport({ scale: 1 }).transform);
    const fields = isForm ? await filledFields(page) : "";
    return fields === "" ? text : `${text}\n\n${fields}`.trim();
  } catch {
    return undefined;
  } finally {
    page?.cleanup();
  }
}

type ContentItem = Awaited<ReturnType<PdfPage["getTextContent"]>>["items"][number];

function isTextItem(item: ContentItem): item is Extract<ContentItem, PdfTextItem> {
  return "str" in item;
}

function isBare(text: string): boolean {
  return text.replace(/\s/g, "").length < BARE_PAGE_CHARACTERS;
}
