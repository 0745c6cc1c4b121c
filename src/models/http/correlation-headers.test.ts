import { describe, expect, it } from "vitest";
import { correlationHeaders } from "./correlation-headers.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const OURS = "8000000080000000";
const half = (): number => 0.5;

describe("headers of a call to a provider", () => {
  it("are none for a call that answers no request", () => {
    expect(correlationHeaders(undefined, half)).toEqual({});
    expect(correlationHeaders({}, half)).toEqual({});
  });

  it.each([
    ["a UUID", "0b6f3f0e-7a3d-4c55-9d35-0a3a5b0f5c11", true],
    ["one character", "a", true],
    ["128 characters of all kinds that are allowed", `Az0._-${"x".repeat(122)}`, true],
    ["129 characters", "x".repeat(129), false],
    ["nothing", "", false],
    ["a blank", "a b", false],
    ["a line break and a header of its own", "a\r\nauthorization: Bearer x", false],
    ["a line break at its end", "a\n", false],
    ["letters beyond ASCII", "ärger", false],
  ])("carry a request id of %s only where it is valid", (_, requestId, isValid) => {
    expect(correlationHeaders({ requestId }, half)).toEqual(isValid ? { "x-request-id": requestId } : {});
  });

  it.each([
    ["a sampled one", `00-${TRACE}-${PARENT}-01`, "01"],
    ["one that is not sampled", `00-${TRACE}-${PARENT}-00`, "00"],
    ["one with a random trace id", `00-${TRACE}-${PARENT}-03`, "03"],
    ["reserved flags", `00-${TRACE}-${PARENT}-ff`, "03"],
    ["a version to come", `01-${TRACE}-${PARENT}-01-what-the-future-brings`, "01"],
  ])("go on with the trace under an id of our own, given %s", (_, traceParent, flags) => {
    expect(correlationHeaders({ traceParent }, half)).toEqual({
      traceparent: `00-${TRACE}-${OURS}-${flags}`,
    });
  });

  it.each([
    ["nothing", ""],
    ["words", "trace me"],
    ["capital letters", `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ["a trace id of zeros", `00-${"0".repeat(32)}-${PARENT}-01`],
    ["a parent id of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["a forbidden version", `ff-${TRACE}-${PARENT}-01`],
    ["more than version 00 has", `00-${TRACE}-${PARENT}-01-more`],
    ["a line break", `00-${TRACE}-${PARENT}-01\r\nx: y`],
  ])("carry no trace, given %s", (_, traceParent) => {
    expect(correlationHeaders({ traceParent }, half)).toEqual({});
  });

  it("name every call by an id that is not all zeros", () => {
    const headers = correlationHeaders({ traceParent: `00-${TRACE}-${PARENT}-01` }, () => 0);
    expect(headers).toEqual({ traceparent: `00-${TRACE}-0000000000000001-01` });
  });
});
