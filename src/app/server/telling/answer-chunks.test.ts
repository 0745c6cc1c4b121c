import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerChunks } from "./answer-chunks.ts";

function chunksOf(pieces: readonly string[]): string[] {
  const chunks = new AnswerChunks();
  const cut = pieces.flatMap((piece) => chunks.add(piece));
  const rest = chunks.finish();
  return rest === "" ? cut : [...cut, rest];
}

describe("chunks of an answer", () => {
  it("are the same however the text arrives, and lose nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 90, unit: "grapheme" })), (pieces) => {
        const text = pieces.join("");
        const chunks = chunksOf(pieces);
        expect(chunks).toEqual(chunksOf([text]));
        expect(chunks.join("")).toBe(text);
      }),
    );
  });

  it("begin short and grow", () => {
    const chunks = chunksOf(["word ".repeat(400)]);
    expect(chunks[0]?.length).toBeLessThan(32);
    expect(chunks.length).toBeLessThan(16);
  });

  it("never cut a character in two", () => {
    for (const shift of ["", "a"]) {
      for (const chunk of chunksOf([shift + "\u{1F4C8}".repeat(200)])) {
        expect(chunk.isWellFormed()).toBe(true);
      }
    }
  });
});
