import { afterAll, describe, expect, it } from "vitest";
import { createExtractor } from "./index.ts";

describe("the document reader", () => {
  const extractor = createExtractor({ workers: 1 });
  afterAll(() => extractor[Symbol.asyncDispose]());

  it("gives plain text back as one page", async () => {
    const bytes = new TextEncoder().encode("Revenue was 5.\n");
    const outcome = await extractor.extract(
      { id: "doc-1", name: "note.txt", bytes },
      AbortSignal.timeout(20_000),
    );
    expect(outcome).toEqual({
      kind: "text",
      ocr: false,
      pagesWithoutText: [],
      document: {
        id: "doc-1",
        name: "note.txt",
        mediaType: "text/plain",
        paged: false,
        pages: [{ index: 0, text: "Revenue was 5.\n" }],
      },
    });
  });
});
