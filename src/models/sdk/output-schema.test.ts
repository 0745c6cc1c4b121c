import { describe, expect, it } from "vitest";
import {
  decisionSchema,
  finalDecisionSchema,
  finalSynthesisSchema,
  jobReplySchema,
  openingSchema,
  planSchema,
  synthesisSchema,
} from "#minions";
import { outputSchema } from "./output-schema.ts";

const CONTRACTS = {
  openingSchema,
  decisionSchema,
  finalDecisionSchema,
  jobReplySchema,
  synthesisSchema,
  finalSynthesisSchema,
  planSchema,
};

/** What the strict modes of the providers refuse anywhere in a schema. */
function offences(node: unknown, path = "$"): string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => offences(item, `${path}[${index}]`));
  if (typeof node !== "object" || node === null) return [];
  const schema = node as Record<string, unknown>;
  const found = ["oneOf", "const", "default", "minLength", "pattern", "propertyNames"].filter(
    (keyword) => keyword in schema && typeof schema["type"] !== "object",
  );
  const properties = schema["properties"];
  if (typeof properties === "object" && properties !== null) {
    const names = Object.keys(properties);
    if (JSON.stringify(names) !== JSON.stringify(schema["required"])) found.push("required");
    if (schema["additionalProperties"] !== false) found.push("additionalProperties");
  }
  const deeper = Object.entries(schema).flatMap(([key, value]) => offences(value, `${path}.${key}`));
  return [...found.map((offence) => `${path}: ${offence}`), ...deeper];
}

describe("a schema for structured output", () => {
  it.each(Object.entries(CONTRACTS))("of %s is one object that strict modes take", (_name, contract) => {
    const { schema } = outputSchema(contract);
    expect(schema["type"]).toBe("object");
    expect(offences(schema)).toEqual([]);
  });

  it("is strict unless it holds a free map", () => {
    const strict = Object.entries(CONTRACTS).map(([name, contract]) => [name, outputSchema(contract).strict]);
    expect(strict.filter(([, isStrict]) => isStrict === false)).toEqual([["planSchema", false]]);
  });

  it("joins the branches of a union, null where a branch lacks a field", () => {
    expect(outputSchema(decisionSchema).schema).toMatchObject({
      properties: {
        decision: { type: "string", enum: ["provide_final_answer", "request_additional_info"] },
        message: { anyOf: [{ type: "string" }, { type: "null" }] },
      },
      required: ["decision", "answer", "quotes", "message"],
    });
  });

  it("lets a reply of the joined form through the contract itself", () => {
    const reply = { decision: "request_additional_info", answer: null, quotes: null, message: "Which year?" };
    expect(decisionSchema.parse(reply)).toEqual({
      decision: "request_additional_info",
      message: "Which year?",
    });
  });
});
