import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOMBS, MEGABYTE } from "./fixtures/make-bombs.ts";
import { createExtractor, type ExtractionOutcome, type Extractor } from "./index.ts";

/** Each way ends in the first of these that is reached; which one depends on the speed of the machine. */
const HARMLESS = ["too-large", "timed-out", "corrupt", "empty"];
/** What the check finds before anything is unpacked or built up ends in one way only. */
const CERTAIN: Readonly<Record<string, object>> = {
  "a Word file that unpacks beyond the limit": { kind: "too-large", what: "unpacked-bytes" },
  "XML entities that multiply": { kind: "text" },
  "JSON nested ten million deep": { kind: "too-large", what: "nesting" },
  "a CSV line of nearly 100 MB": { kind: "too-large", what: "row" },
  "HTML with a million nested tags": { kind: "too-large", what: "nesting" },
  "HTML with a million nested tables": { kind: "too-large", what: "nesting" },
  "HTML whose end tags match nothing": { kind: "timed-out" },
  "more text than allowed": { kind: "too-large", what: "characters" },
};

describe("a bomb ends in an outcome and leaves the reader usable", () => {
  let extractor: Extractor;
  beforeAll(() => {
    extractor = createExtractor({
      workers: 1,
      timeoutMs: 1_500,
      workerMemoryMb: 256,
      maxBytes: 100 * MEGABYTE,
      maxUnpackedBytes: 30 * MEGABYTE,
    });
  });
  afterAll(() => extractor[Symbol.asyncDispose]());

  const extract = (name: string, bytes: Uint8Array): Promise<ExtractionOutcome> =>
    extractor.extract({ id: "doc-1", name, bytes }, AbortSignal.timeout(60_000));

  it.each(BOMBS)("$title", async ({ title, name, make }) => {
    const outcome = await extract(name, make());
    expect(outcome).toMatchObject(
      CERTAIN[title] ?? { kind: expect.toSatisfy((kind) => HARMLESS.includes(kind)) },
    );
    expect((await extract("after.txt", Buffer.from("fine"))).kind).toBe("text");
  });
});
