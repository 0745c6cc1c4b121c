import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderedJson } from "./ordered-json.ts";

describe("ordered JSON", () => {
  it.each<[string, unknown, string]>([
    ["keys that are in order", { a: 1, b: { c: [true, null] } }, '{"a":1,"b":{"c":[true,null]}}'],
    ["keys that are not", { b: 1, a: { d: 2, c: 3 } }, '{"a":{"c":3,"d":2},"b":1}'],
    ["keys that are not, deep in a list", [[{ b: 1, a: 2 }]], '[[{"a":2,"b":1}]]'],
    // The runtime puts these first, by their number.
    ["keys that are numbers", { 10: "ten", 9: "nine", a: 1 }, '{"10":"ten","9":"nine","a":1}'],
    ["what is not there", { a: undefined, b: [undefined, 1] }, '{"b":[null,1]}'],
    ["what is not there, in no order", { b: [undefined], a: undefined }, '{"b":[null]}'],
    ["numbers that JSON has not", { a: Number.NaN, b: -0 }, '{"a":null,"b":0}'],
    ["a text", 'a "b"', '"a \\"b\\""'],
    ["nothing", undefined, "null"],
  ])("of %s", (_, value, expected) => {
    expect(orderedJson(value)).toBe(expected);
  });

  it.each([
    [{ a: "12345", b: "123456" }, '{"a":"12345","b":"12345…"}'],
    [{ b: ["123456"], a: "1" }, '{"a":"1","b":["12345…"]}'],
  ])("cuts texts that are too long", (value, expected) => {
    expect(orderedJson(value, 5)).toBe(expected);
  });

  it("says the same whatever the order, and means what was given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = orderedJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(orderedJson(reversed(value))).toBe(text);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
