import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toGrammarSchema } from "./grammar-schema.ts";

function shapeOf(schema: z.ZodType): unknown {
  return toGrammarSchema(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}

const text = { type: "string" };
const nothing = { type: "null" };

describe("a grammar's schema", () => {
  it.each([
    ["keeps plain types", z.string(), text],
    ["keeps short lengths", z.string().min(1).max(8), { type: "string", minLength: 1, maxLength: 8 }],
    ["leaves long lengths to the check of the reply", z.string().max(4_000), text],
    [
      "leaves bounds of numbers to the check of the reply",
      z.number().int().min(1).max(9),
      { type: "integer" },
    ],
    ["offers null where a value may be null", z.string().nullable(), { oneOf: [text, nothing] }],
    [
      "offers every member of a union",
      z.union([z.string(), z.boolean()]),
      { oneOf: [text, { type: "boolean" }] },
    ],
    ["keeps literals", z.literal("yes"), { const: "yes" }],
    ["keeps enums", z.enum(["a", "b"]), { enum: ["a", "b"] }],
    [
      "keeps arrays with short bounds",
      z.array(z.string()).max(3),
      { type: "array", items: text, maxItems: 3 },
    ],
  ])("%s", (_name, schema, expected) => {
    expect(shapeOf(schema)).toEqual(expected);
  });

  it("closes objects and keeps the order of their properties", () => {
    const shape = shapeOf(z.object({ why: z.string(), answer: z.string().nullish() }));
    expect(shape).toEqual({
      type: "object",
      properties: { why: text, answer: { oneOf: [text, nothing] } },
      additionalProperties: false,
    });
  });

  it("tells members of a discriminated union apart by their literal", () => {
    const shape = shapeOf(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("a"), text: z.string() }),
        z.object({ kind: z.literal("b"), count: z.number() }),
      ]),
    );
    expect(shape).toMatchObject({
      oneOf: [{ properties: { kind: { const: "a" } } }, { properties: { kind: { const: "b" } } }],
    });
  });

  it("lets a record have any keys", () => {
    expect(shapeOf(z.record(z.string(), z.number()))).toEqual({
      type: "object",
      properties: {},
      additionalProperties: { type: "number" },
    });
  });

  it("carries definitions that refer to themselves", () => {
    interface Tree {
      name: string;
      children: Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }));
    const shape = shapeOf(z.object({ root: tree }));
    expect(shape).toMatchObject({ properties: { root: { $ref: expect.stringContaining("#/$defs/") } } });
    expect(shape).toHaveProperty("$defs");
  });

  it.each([
    ["an intersection", z.intersection(z.object({ a: z.string() }), z.union([z.string(), z.number()]))],
    ["a value of any kind", z.object({ anything: z.unknown() })],
  ])("gives up on %s", (_name, schema) => {
    expect(shapeOf(schema)).toBeUndefined();
  });
});
