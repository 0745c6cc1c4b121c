import type { TextLocation } from "../chunk.ts";
import { PAGE_BREAK, pageOffsets, type SourceDocument } from "../document.ts";
import type { Coverage, DocumentCoverage } from "../result.ts";
import type { ChunkingTally } from "../workbench-port.ts";

/** Keeps count of what the workers really read of each document. */
export interface CoverageTally {
  /** Adds what a round's program made of the documents. */
  chunksPrepared(tally: ChunkingTally): void;
  /** A worker read this span. The same span read twice, for two tasks or samples, counts once. */
  read(location: TextLocation): void;
  /** A worker read a document outside any chunk: all of it, or the given 0-based pages. Unknown ids are ignored. */
  readDocument(documentId: string, pages?: Iterable<number>): void;
  /** One more job whose reply or prompt met a length limit. */
  cutOff(): void;
  finish(): Coverage;
}

interface Interval {
  readonly start: number;
  readonly end: number;
}

export function createCoverageTally(documents: readonly SourceDocument[]): CoverageTally {
  const reads = new Map<string, Interval[]>(documents.map(({ id }) => [id, []]));
  const chunksRead = new Set<string>();
  let chunksMade = 0;
  let chunksSkipped = 0;
  let chunksCutOff = 0;
  return {
    chunksPrepared(tally) {
      chunksMade += tally.chunksMade;
      chunksSkipped += tally.chunksSkipped;
    },
    read({ documentId, start, end }) {
      chunksRead.add(`${documentId} ${start} ${end}`);
      reads.get(documentId)?.push({ start, end });
    },
    readDocument(documentId, pages) {
      const document = documents.find(({ id }) => id === documentId);
      if (!document) return;
      const offsets = pageOffsets(document);
      for (const index of pages ?? document.pages.keys()) {
        const start = offsets[index];
        const page = document.pages[index];
        if (start !== undefined && page)
          reads.get(documentId)?.push({ start, end: start + page.text.length });
      }
    },
    cutOff() {
      chunksCutOff += 1;
    },
    finish: () => ({
      chunksMade,
      chunksRead: chunksRead.size,
      chunksSkippedByRetrieval: chunksSkipped,
      chunksCutOff,
      documents: documents.map((document) => coverageOf(document, reads.get(document.id) ?? [])),
    }),
  };
}

function coverageOf(document: SourceDocument, reads: readonly Interval[]): DocumentCoverage {
  const merged = mergeIntervals(reads);
  const pagesRead: number[] = [];
  let characters = 0;
  let charactersRead = 0;
  let first = 0;
  let start = 0;
  for (const page of document.pages) {
    const end = start + page.text.length;
    while (first < merged.length && (merged[first]?.end ?? 0) < start) first += 1;
    let readHere = 0;
    let touched = false;
    for (let at = first; at < merged.length; at += 1) {
      const interval = merged[at];
      if (!interval || interval.start > end) break;
      readHere += Math.max(0, Math.min(interval.end, end) - Math.max(interval.start, start));
      touched = true;
    }
    // An empty page has no character to read: it counts when a read passed over its place.
    if (readHere > 0 || (touched && start === end)) pagesRead.push(page.index);
    characters += page.text.length;
    charactersRead += readHere;
    start = end + PAGE_BREAK.length;
  }
  const { id: documentId, name: documentName } = document;
  return { documentId, documentName, pages: document.pages.length, pagesRead, characters, charactersRead };
}

function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
