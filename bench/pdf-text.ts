/**
 * Pages a second of the document reader against pdf.js called bare in this process, on the same files, and the longest
 * stall of the main thread's event loop meanwhile.
 *
 *     node bench/pdf-text.ts [folder of PDF files]
 *
 * Without a folder it makes three reports of 60 pages. "Bare" yields pdf.js's unordered text pieces; the reader also
 * puts them into lines, cells and columns. The stall is given twice: by the wall clock, which counts the time in which the
 * machine ran other programs, and as work of the main thread itself (CPU time of that thread).
 */
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { getResolvedPDFJS } from "unpdf";
import { reportPdf } from "../src/documents/fixtures/report-pdf.ts";
import { createExtractor } from "../src/documents/index.ts";
import { StallMeter } from "./stall-meter.ts";

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Measured {
  readonly pages: number;
  readonly seconds: number;
  readonly stallMs: number;
  readonly workMs: number;
}

function files(folder: string | undefined): File[] {
  if (folder === undefined) return ["a", "b", "c"].map((name) => ({ name, bytes: reportPdf(60) }));
  return readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith(".pdf"))
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

async function bare(input: readonly File[]): Promise<number> {
  const { getDocument } = await getResolvedPDFJS();
  let pages = 0;
  for (const { bytes } of input) {
    const loading = getDocument({
      data: new Uint8Array(bytes),
      verbosity: 0,
      disableFontFace: true,
      useSystemFonts: false,
    });
    const pdf = await loading.promise;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      await page.getTextContent();
      page.cleanup();
    }
    pages += pdf.numPages;
    await loading.destroy();
  }
  return pages;
}

async function pooled(input: readonly File[], workers: number): Promise<number> {
  await using extractor = createExtractor({ workers, timeoutMs: 600_000 });
  const signal = new AbortController().signal;
  const outcomes = await Promise.all(
    input.map(({ name, bytes }) => extractor.extract({ id: name, name, bytes }, signal)),
  );
  return outcomes.reduce(
    (sum, outcome) => sum + (outcome.kind === "text" ? outcome.document.pages.length : 0),
    0,
  );
}

async function measured(run: () => Promise<number>): Promise<Measured> {
  using meter = new StallMeter();
  const start = performance.now();
  const pages = await run();
  return {
    pages,
    seconds: (performance.now() - start) / 1000,
    stallMs: meter.longestMs,
    workMs: meter.longestWorkMs,
  };
}

const input = files(process.argv[2]);
const rows: Record<string, Measured> = {};
rows["pdf.js bare, this thread"] = await measured(() => bare(input));
rows["reader, 1 worker"] = await measured(() => pooled(input, 1));
const most = Math.max(2, availableParallelism());
rows[`reader, ${most} workers`] = await measured(() => pooled(input, most));

console.log(`${input.length} files`);
console.table(
  Object.fromEntries(
    Object.entries(rows).map(([name, { pages, seconds, stallMs, workMs }]) => [
      name,
      {
        pages,
        seconds: seconds.toFixed(2),
        "pages/s": (pages / seconds).toFixed(1),
        "longest stall ms": stallMs.toFixed(1),
        "own work in one turn ms": workMs.toFixed(1),
      },
    ]),
  ),
);
