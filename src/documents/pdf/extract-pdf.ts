import { LimitReached } from "../limit-reached.ts";
import type { TextSink } from "../text-sink.ts";
import type { WorkerTask, WorkerVerdict } from "../worker-protocol.ts";
import { openPdf, type PdfDocument, type PdfPage } from "./open-pdf.ts";
import { pageText } from "./page-text.ts";
import type { PdfTextItem } from "./text-run.ts";

/** A page with fewer characters than this (a page number, a stamp) counts as one without text. */
const BARE_PAGE_CHARACTERS = 12;

/** Reads a PDF page by page. Damaged pages stay empty; the rest is read. */
export async function extractPdf(task: WorkerTask, sink: TextSink): Promise<WorkerVerdict> {
  const opened = await openPdf(task.bytes);
  if (opened.kind !== "open") return opened;
  const { pdf } = opened;
  try {
    if (pdf.numPages > task.limits.maxPages) throw new LimitReached("pages", task.limits.maxPages);
    const texts = await readPages(pdf, task.limits.maxTextCharacters);
    return writePages(texts, sink);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function readPages(pdf: PdfDocument, maxCharacters: number): Promise<string[]> {
  const texts: string[] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const text = await readPage(pdf, number);
    characters += text.length;
    if (characters > maxCharacters) throw new LimitReached("characters", maxCharacters);
    texts.push(text);
  }
  return texts;
}

async function readPage(pdf: PdfDocument, number: number): Promise<string> {
  let page: PdfPage | undefined;
  try {
    page = await pdf.getPage(number);
    const content = await page.getTextContent({ disableNormalization: true });
    return pageText(content.items.filter(isTextItem), page.getViewport({ scale: 1 }).transform);
  } catch {
    return "";
  } finally {
    page?.cleanup();
  }
}

type ContentItem = Awaited<ReturnType<PdfPage["getTextContent"]>>["items"][number];

function isTextItem(item: ContentItem): item is Extract<ContentItem, PdfTextItem> {
  return "str" in item;
}

function writePages(texts: readonly string[], sink: TextSink): WorkerVerdict {
  const pagesWithoutText = texts.flatMap((text, index) => (isBare(text) ? [index] : []));
  if (pagesWithoutText.length > texts.length / 2) return { kind: "scanned", pages: texts.length };
  for (const text of texts) {
    sink.write(text);
    sink.endPage();
  }
  return {
    kind: "text",
    mediaType: "application/pdf",
    paged: true,
    pages: texts.length,
    ocr: false,
    pagesWithoutText,
  };
}

function isBare(text: string): boolean {
  return text.replace(/\s/g, "").length < BARE_PAGE_CHARACTERS;
}
