import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectJson, type JsonBounds } from "./inspect-json.ts";

const ROOMY: JsonBounds = { maxDepth: 1000, maxValues: 1e6, maxMembers: 1e6 };

function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

describe("a look at JSON before it is parsed", () => {
  const cases: [string, string, Partial<JsonBounds>, string][] = [
    ["takes nesting up to the limit", nested(5), { maxDepth: 5 }, "fine"],
    ["refuses nesting above it", nested(6), { maxDepth: 5 }, "too-deep"],
    ["takes many arrays side by side", "[[],[],[],[],[],[]]", { maxDepth: 2 }, "fine"],
    ["does not take brackets in a text for nesting", '["[[[[[["]', { maxDepth: 1 }, "fine"],
    ["knows an escaped quote", '["\\"[[[[", []]', { maxDepth: 2 }, "fine"],
    ["knows an escaped backslash before a quote", '["\\\\",[[]]]', { maxDepth: 2 }, "too-deep"],
    ["counts values", "[1,2,3,4]", { maxValues: 3 }, "too-many-values"],
    ["does not count commas in a text", '["1,2,3,4"]', { maxValues: 1 }, "fine"],
    ["counts members", '{"a":1,"b":2}', { maxMembers: 1 }, "too-many-members"],
    ["leaves a text without end to the parser", '["abc', { maxDepth: 1 }, "fine"],
    ["leaves an escape without end to the parser", '["abc\\', { maxDepth: 1 }, "fine"],
  ];
  it.each(cases)("%s", (_name, text, bounds, verdict) => {
    expect(inspectJson(Buffer.from(text), { ...ROOMY, ...bounds })).toBe(verdict);
  });

  it("finds any JSON exactly as deep and as rich as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const [depth, members] = measure(value);
        expect(inspectJson(bytes, { ...ROOMY, maxDepth: depth })).toBe("fine");
        expect(inspectJson(bytes, { ...ROOMY, maxMembers: members })).toBe("fine");
        if (depth > 0) expect(inspectJson(bytes, { ...ROOMY, maxDepth: depth - 1 })).toBe("too-deep");
        if (members > 0)
          expect(inspectJson(bytes, { ...ROOMY, maxMembers: members - 1 })).toBe("too-many-members");
      }),
    );
  });
});

/** Depth and members of a parsed value. */
function measure(value: unknown): [number, number] {
  if (typeof value !== "object" || value === null) return [0, 0];
  const inner = Object.values(value).map(measure);
  const depth = 1 + Math.max(0, ...inner.map(([deep]) => deep));
  const own = Array.isArray(value) ? 0 : inner.length;
  return [depth, own + inner.reduce((sum, [, members]) => sum + members, 0)];
}
