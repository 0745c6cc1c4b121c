import { expect } from "vitest";
import type { RanExample } from "./run-examples.ts";

/** Stands in a page for whatever is left out. */
const LEFT_OUT = "…";

/** Holds what an example printed to what its page shows: JSON by its members, text by its pieces in their order. */
export function expectOutput({ expected, printed }: RanExample): void {
  if (expected?.language === "json") {
    expect(JSON.parse(printed)).toMatchObject(pattern(JSON.parse(expected.text)) as object);
  }
  if (expected?.language === "text") expectPieces(printed, expected.text);
}

export function expectPieces(printed: string, shown: string): void {
  let from = 0;
  for (const piece of shown.split(/\n|…/).filter((one) => one.trim() !== "")) {
    const at = printed.indexOf(piece, from);
    expect(at, `"${piece}" in order in:\n${printed.slice(0, 20_000)}`).toBeGreaterThanOrEqual(0);
    from = at + piece.length;
  }
}

function pattern(value: unknown): unknown {
  if (value === LEFT_OUT) return expect.anything();
  if (Array.isArray(value)) return value.map(pattern);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]));
}
