import { describe, expect, it } from "vitest";
import type { JsonObject } from "#engine";
import { rememberReadings } from "./remembered-readings.ts";

function countingReader() {
  const reads: string[] = [];
  const read = rememberReadings((options: JsonObject, tenant) => {
    reads.push(tenant);
    return options["timeout"] === 0
      ? { kind: "invalid", violations: [] }
      : { kind: "ok", request: options, timeoutMs: 1_000, scope: "minion:query" };
  });
  return { read, reads };
}

describe("options that were read before", () => {
  it("are not read again, for the same tenant alone", () => {
    const { read, reads } = countingReader();
    expect(read({ top_k: 5 }, "acme")).toEqual(read({ top_k: 5 }, "acme"));
    read({ top_k: 5 }, "other");
    read({ top_k: 6 }, "acme");
    expect(reads).toEqual(["acme", "other", "acme"]);
  });

  it("are read again where they were refused, or are long", () => {
    const { read, reads } = countingReader();
    const long = { labels: "x".repeat(5_000) };
    for (const options of [{ timeout: 0 }, { timeout: 0 }, long, long]) read(options, "acme");
    expect(reads).toHaveLength(4);
  });
});
