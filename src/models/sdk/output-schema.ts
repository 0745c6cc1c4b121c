import { z } from "zod";

type JsonSchema = Record<string, unknown>;

/** A JSON schema in the shape that every provider's structured output accepts. */
export interface OutputSchema {
  readonly schema: JsonSchema;
  /** True where the schema fits the strict modes: all properties known and required. */
  readonly strict: boolean;
}

/** Bounds are checked by zod after the reply; here they would only make some providers refuse the schema. */
const DROPPED = new Set([
  "$schema",
  "default",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "format",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minimum",
  "multipleOf",
  "pattern",
  "propertyNames",
]);

/**
 * Turns a zod schema into a JSON schema that strict modes take: the root is one object (a union becomes one object with
 * the fields of all its branches, null where a branch lacks them), every property is required, none is added.
 *
 * It allows more than the zod schema; the caller parses the reply with the latter.
 */
export function outputSchema(schema: z.ZodType): OutputSchema {
  const converted: unknown = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
  });
  const seen = { open: false };
  const simplified = simplify(converted, seen);
  return { schema: mergeRoot(asSchema(simplified)), strict: !seen.open };
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};
}

function simplify(value: unknown, seen: { open: boolean }): unknown {
  if (Array.isArray(value)) return value.map((item) => simplify(item, seen));
  if (typeof value !== "object" || value === null) return value;
  const result: JsonSchema = {};
  for (const [key, inner] of Object.entries(value)) {
    if (DROPPED.has(key)) continue;
    if (key === "properties")
      result[key] = mapValues(asSchema(inner), (property) => simplify(property, seen));
    else if (key === "const") Object.assign(result, { type: typeof inner, enum: [inner] });
    else if (key === "enum" || key === "required") result[key] = inner;
    else result[key === "oneOf" ? "anyOf" : key] = simplify(inner, seen);
  }
  if (result["type"] !== "object") return result;
  if (result["properties"] === undefined) seen.open = true;
  else closeObject(result);
  return result;
}

function closeObject(schema: JsonSchema): void {
  schema["required"] = Object.keys(asSchema(schema["properties"]));
  schema["additionalProperties"] = false;
}

function mergeRoot(schema: JsonSchema): JsonSchema {
  const branches = Array.isArray(schema["anyOf"]) ? schema["anyOf"].map(asSchema) : [];
  if (branches.length === 0 || branches.some((branch) => branch["type"] !== "object")) return schema;
  const properties: JsonSchema = {};
  const names = new Set(branches.flatMap((branch) => Object.keys(asSchema(branch["properties"]))));
  for (const name of names) {
    const variants = branches.map((branch) => asSchema(branch["properties"])[name]);
    properties[name] = mergeVariants(
      variants.map((variant) => (variant === undefined ? undefined : asSchema(variant))),
    );
  }
  const merged: JsonSchema = { type: "object", properties };
  closeObject(merged);
  return merged;
}

/** One field of several branches: the same, or one of their values, and null where a branch lacks it. */
function mergeVariants(variants: readonly (JsonSchema | undefined)[]): JsonSchema {
  const present = variants.filter((variant) => variant !== undefined);
  const enums = present.map((variant) => variant["enum"]);
  const distinct = enums.every((values) => Array.isArray(values))
    ? [{ ...present[0], enum: [...new Set(enums.flat())] }]
    : [...new Map(present.map((variant) => [JSON.stringify(variant), variant])).values()];
  const options: JsonSchema[] = [...distinct];
  const nullable = options.some(
    (option) => option["type"] === "null" || JSON.stringify(option["anyOf"] ?? "").includes('"null"'),
  );
  if (present.length < variants.length && !nullable) options.push({ type: "null" });
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { anyOf: options };
}

function mapValues(record: JsonSchema, map: (value: unknown) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
