import { describe, expect, it } from "vitest";
import { requestIdOf } from "./request-id.ts";
import { traceParentOf } from "./trace-parent.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";

describe("a request's id", () => {
  it.each([
    ["a plain one is kept", "order-7.retry_2", "order-7.retry_2"],
    ["one of 128 characters is kept", "x".repeat(128), "x".repeat(128)],
    ["a longer one is replaced", "x".repeat(129), "fresh"],
    ["an empty one is replaced", "", "fresh"],
    ["one with a line break is replaced", "a\nb", "fresh"],
    ["one with a space is replaced", "a b", "fresh"],
    ["two are replaced", ["a", "b"], "fresh"],
    ["none gets a new one", undefined, "fresh"],
  ])("%s", (_name, given, expected) => {
    expect(requestIdOf(given, () => "fresh")).toBe(expected);
  });
});

describe("a trace parent", () => {
  const valid = `00-${TRACE}-${SPAN}-01`;
  it.each([
    ["a valid one is kept", valid, valid],
    ["one of a later version may have more", `01-${TRACE}-${SPAN}-01-more`, `01-${TRACE}-${SPAN}-01-more`],
    ["one of version 00 may not", `00-${TRACE}-${SPAN}-01-more`, undefined],
    ["version ff is none", `ff-${TRACE}-${SPAN}-01`, undefined],
    ["a trace of zeros is none", `00-${"0".repeat(32)}-${SPAN}-01`, undefined],
    ["a span of zeros is none", `00-${TRACE}-${"0".repeat(16)}-01`, undefined],
    ["upper case is none", valid.toUpperCase(), undefined],
    ["nothing is none", undefined, undefined],
  ])("%s", (_name, given, expected) => {
    expect(traceParentOf(given)).toBe(expected);
  });
});
