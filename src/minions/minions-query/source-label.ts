import type { Chunk } from "../chunk.ts";

/** Where a chunk stands, for people: `report.pdf p. 60` or `report.pdf pp. 60-61`, pages from 1. */
export function sourceLabel(chunk: Chunk): string {
  const { location } = chunk;
  if (!location) return "composed text";
  const first = location.firstPage + 1;
  const last = location.lastPage + 1;
  return `${location.documentName} ${first === last ? `p. ${first}` : `pp. ${first}-${last}`}`;
}
