/**
 * BM25 over 10 MB of text, against minisearch, in one run: `node --expose-gc bench/bm25.ts [megabytes]`.
 *
 * The text is generated (always the same): words by Zipf's law over 40,000 stems in several forms, numbers, sentences,
 * in chunks of 3,000 characters. Each side indexes the same chunks and answers the same queries; medians of three runs.
 */
import MiniSearch from "minisearch";
import { bm25Index } from "../src/minions/retrieval/index.ts";

const MEGABYTES = Number(process.argv[2] ?? 10);
const CHUNK_CHARACTERS = 3000;
const RUNS = 3;
const TOP = 10;

interface Measure {
  readonly indexMs: number;
  readonly queryMs: number;
  readonly memoryMb: number;
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function makeVocabulary(random: () => number, size: number): string[] {
  const syllables = "ba con de ex fi ga in le mo ne op per qua re si ta un ver wi zo cor tra pen lan".split(
    " ",
  );
  const endings = ["", "", "", "s", "ed", "ing", "tion", "ment"];
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
  const words = new Set<string>();
  while (words.size < size) {
    const stem = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(syllables)).join("");
    words.add(stem + pick(endings));
  }
  return [...words];
}

function makeWriter(random: () => number, vocabulary: readonly string[]): () => string {
  const cumulative: number[] = [];
  vocabulary.forEach((_, rank) => {
    cumulative.push((cumulative[rank - 1] ?? 0) + 1 / (rank + 1));
  });
  const total = cumulative.at(-1) ?? 1;
  return () => {
    if (random() < 0.04) return Math.floor(random() * 100_000).toLocaleString("en-US");
    const target = random() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < target) low = middle + 1;
      else high = middle;
    }
    return vocabulary[low] ?? "";
  };
}

function makeChunks(random: () => number, nextWord: () => string, characters: number): string[] {
  const chunks: string[] = [];
  for (let made = 0; made < characters; made += CHUNK_CHARACTERS) {
    let text = "";
    while (text.length < CHUNK_CHARACTERS) {
      const words = Array.from({ length: 6 + Math.floor(random() * 20) }, nextWord);
      const sentence = words.join(random() < 0.1 ? ", " : " ");
      text += `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.${random() < 0.2 ? "\n\n" : " "}`;
    }
    chunks.push(text.slice(0, CHUNK_CHARACTERS));
  }
  return chunks;
}

function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function measure(queries: readonly string[], build: () => (query: string) => unknown): Measure {
  const before = bytesInUse();
  const started = performance.now();
  const search = build();
  const indexed = performance.now();
  const memoryMb = (bytesInUse() - before) / 1e6;
  const queryStarted = performance.now();
  for (const query of queries) search(query);
  return {
    indexMs: indexed - started,
    queryMs: (performance.now() - queryStarted) / queries.length,
    memoryMb,
  };
}

function median(measures: readonly Measure[], key: keyof Measure): number {
  return measures.map((entry) => entry[key]).toSorted((a, b) => a - b)[Math.floor(measures.length / 2)] ?? 0;
}

const random = randomFrom(20_260_101);
const vocabulary = makeVocabulary(random, 40_000);
const nextWord = makeWriter(random, vocabulary);
const chunks = makeChunks(random, nextWord, MEGABYTES * 1e6);
const queries = Array.from({ length: 200 }, () => Array.from({ length: 4 }, nextWord).join(" "));

const ours = (): ((query: string) => unknown) => {
  const index = bm25Index(chunks);
  return (query) => {
    const scores = index.score(query);
    return [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, TOP);
  };
};
const peer = (): ((query: string) => unknown) => {
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ["text"] });
  index.addAll(chunks.map((text, id) => ({ id, text })));
  return (query) => index.search(query).slice(0, TOP);
};

const results: Record<"ours" | "minisearch", Measure[]> = { ours: [], minisearch: [] };
for (let run = 0; run < RUNS; run += 1) {
  results.ours.push(measure(queries, ours));
  results.minisearch.push(measure(queries, peer));
}

const megabytes = chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0) / 1e6;
console.log(
  `${megabytes.toFixed(1)} MB, ${chunks.length} chunks, ${queries.length} queries, Node ${process.version}`,
);
for (const [key, label] of [
  ["indexMs", "index, ms"],
  ["queryMs", "one query, ms"],
  ["memoryMb", globalThis.gc ? "memory of the index, MB" : "memory (run with --expose-gc), MB"],
] as const) {
  const own = median(results.ours, key);
  const other = median(results.minisearch, key);
  console.log(
    `${label.padEnd(26)} a2a-minions ${own.toFixed(3).padStart(10)}   minisearch ${other.toFixed(3).padStart(10)}   ratio ${(other / own).toFixed(2)}x`,
  );
}
