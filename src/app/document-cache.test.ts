import { describe, expect, it } from "vitest";
import { DocumentCache } from "./document-cache.ts";
import type { ReadDocuments } from "./read-documents.ts";

const NOTHING: ReadDocuments = { documents: [], images: [], refused: [], notices: [] };

function reader() {
  const reads: string[] = [];
  const read = (name: string) => () => {
    reads.push(name);
    return Promise.resolve(NOTHING);
  };
  return { reads, read };
}

describe("the document cache", () => {
  it("reads a document once, also for two who ask at the same time", async () => {
    const { reads, read } = reader();
    const cache = new DocumentCache(2);
    await Promise.all([cache.get("a", read("a")), cache.get("a", read("a"))]);
    await cache.get("a", read("a"));
    expect(reads).toEqual(["a"]);
  });

  it("forgets the document that was used longest ago", async () => {
    const { reads, read } = reader();
    const cache = new DocumentCache(2);
    for (const name of ["a", "b", "a", "c", "a", "b"]) await cache.get(name, read(name));
    expect(reads).toEqual(["a", "b", "c", "b"]);
  });

  it("tries again what failed", async () => {
    const { reads, read } = reader();
    const cache = new DocumentCache(2);
    await expect(cache.get("a", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await cache.get("a", read("a"));
    expect(reads).toEqual(["a"]);
  });
});
