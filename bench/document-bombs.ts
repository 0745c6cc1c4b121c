/**
 * What the known document bombs cost: outcome, time, memory of the process above what it had, and the longest stall of the
 * main thread (wall clock, and own work by CPU time).
 *
 *     node bench/document-bombs.ts
 */
import { BOMBS } from "../src/documents/fixtures/make-bombs.ts";
import { createExtractor } from "../src/documents/index.ts";
import { StallMeter } from "./stall-meter.ts";

const MEGABYTE = 1024 * 1024;
const options = { workers: 1, timeoutMs: 10_000, workerMemoryMb: 512, maxBytes: 100 * MEGABYTE };
await using extractor = createExtractor(options);

const rows: Record<string, Record<string, string>> = {};
for (const { title, name, make } of BOMBS) {
  const bytes = make();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  using meter = new StallMeter();
  const start = performance.now();
  const outcome = await extractor.extract({ id: "doc-1", name, bytes }, new AbortController().signal);
  rows[title] = {
    "file MB": (bytes.length / MEGABYTE).toFixed(2),
    outcome: outcome.kind === "too-large" ? `too-large: ${outcome.what}` : outcome.kind,
    ms: (performance.now() - start).toFixed(0),
    "memory +MB": ((peak - before) / MEGABYTE).toFixed(0),
    "stall ms": meter.longestMs.toFixed(1),
    "own work ms": meter.longestWorkMs.toFixed(1),
  };
  clearInterval(timer);
}
console.log(`limits: ${options.timeoutMs} ms, ${options.workerMemoryMb} MB`);
console.table(rows);
