/**
 * Memory of the process while and after the reader takes in a PDF of 500 pages.
 *
 *     node bench/memory-500-pages.ts [file.pdf]
 */
import { readFileSync } from "node:fs";
import { reportPdf } from "../src/documents/fixtures/report-pdf.ts";
import { createExtractor } from "../src/documents/index.ts";
import { StallMeter } from "./stall-meter.ts";

const MEGABYTE = 1024 * 1024;
const file = process.argv[2];
const bytes = file === undefined ? reportPdf(500) : readFileSync(file);

globalThis.gc?.();
const before = process.memoryUsage.rss();
let peak = before;
const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);

const start = performance.now();
const extractor = createExtractor({ workers: 1, timeoutMs: 600_000 });
using meter = new StallMeter();
const outcome = await extractor.extract(
  { id: "doc-1", name: "500 pages", bytes },
  new AbortController().signal,
);
const seconds = (performance.now() - start) / 1000;
const stallMs = meter.longestMs;
const workMs = meter.longestWorkMs;
const withWorker = process.memoryUsage.rss();
await extractor[Symbol.asyncDispose]();
clearInterval(timer);
if (outcome.kind !== "text") throw new Error(`Not read: ${outcome.kind}.`);
const characters = outcome.document.pages.reduce((sum, page) => sum + page.text.length, 0);

console.table({
  "file, MB": (bytes.length / MEGABYTE).toFixed(1),
  pages: outcome.document.pages.length,
  characters,
  seconds: seconds.toFixed(2),
  "resident before, MB": (before / MEGABYTE).toFixed(0),
  "peak, MB": (peak / MEGABYTE).toFixed(0),
  "peak over before, MB": ((peak - before) / MEGABYTE).toFixed(0),
  "after, worker idle, MB": (withWorker / MEGABYTE).toFixed(0),
  "after, worker ended, MB": (process.memoryUsage.rss() / MEGABYTE).toFixed(0),
  "longest stall, ms": stallMs.toFixed(1),
  "own work in one turn, ms": workMs.toFixed(1),
});
