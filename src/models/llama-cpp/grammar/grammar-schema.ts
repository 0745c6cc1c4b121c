type JsonSchema = Readonly<Record<string, unknown>>;

/** Keywords that change what is allowed and that a grammar of this kind cannot say. */
const BEYOND_GRAMMAR = [
  "allOf",
  "not",
  "if",
  "patternProperties",
  "dependentSchemas",
  "dependentRequired",
  "contains",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** Longer repetitions make a grammar so large that sampling crawls; the reply's own check still holds them. */
const MAX_REPETITIONS = 64;

const DEFINITIONS = "#/$defs/";

/**
 * Rewrites a JSON schema (draft 2020-12) into the dialect that node-llama-cpp turns into a grammar.
 *
 * Unions become `oneOf`; every property becomes required, so one that may be left out must allow null to be skipped;
 * bounds of numbers, patterns and long lengths are left to the check of the reply.
 *
 * @returns undefined where the schema says something that the dialect cannot: a grammar for any JSON serves then.
 */
export function toGrammarSchema(schema: unknown): JsonSchema | undefined {
  const rewritten = rewrite(schema);
  if (rewritten === undefined) return undefined;
  const definitions = isSchema(schema) && isSchema(schema["$defs"]) ? schema["$defs"] : undefined;
  if (definitions === undefined) return rewritten;
  const $defs = rewriteEach(definitions);
  return $defs === undefined ? undefined : { ...rewritten, $defs };
}

function rewrite(schema: unknown): JsonSchema | undefined {
  if (!isSchema(schema) || BEYOND_GRAMMAR.some((keyword) => keyword in schema)) return undefined;
  if ("$ref" in schema) return rewriteReference(schema["$ref"]);
  if ("const" in schema) return isLiteral(schema["const"]) ? { const: schema["const"] } : undefined;
  if (Array.isArray(schema["enum"])) {
    return schema["enum"].every(isLiteral) ? { enum: schema["enum"] } : undefined;
  }
  const alternatives = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(alternatives)) return rewriteUnion(alternatives);
  return rewriteTyped(schema);
}

function rewriteReference(reference: unknown): JsonSchema | undefined {
  return typeof reference === "string" && reference.startsWith(DEFINITIONS) ? { $ref: reference } : undefined;
}

function rewriteUnion(alternatives: readonly unknown[]): JsonSchema | undefined {
  const oneOf = alternatives.map(rewrite);
  return oneOf.length === 0 || oneOf.includes(undefined) ? undefined : { oneOf };
}

function rewriteTyped(schema: JsonSchema): JsonSchema | undefined {
  const type = schema["type"];
  if (Array.isArray(type)) return rewriteUnion(type.map((single: unknown) => ({ ...schema, type: single })));
  switch (type) {
    case "null":
    case "boolean":
    case "integer":
    case "number":
      return { type };
    case "string":
      return { type, ...repetitions(schema, "minLength", "maxLength") };
    case "array":
      return rewriteArray(schema);
    case "object":
      return rewriteObject(schema);
    default:
      return undefined;
  }
}

function rewriteArray(schema: JsonSchema): JsonSchema | undefined {
  const lengths = repetitions(schema, "minItems", "maxItems");
  if (Array.isArray(schema["prefixItems"])) {
    const prefixItems = schema["prefixItems"].map(rewrite);
    return prefixItems.includes(undefined) ? undefined : { type: "array", prefixItems, ...lengths };
  }
  const items = rewrite(schema["items"]);
  return items === undefined ? undefined : { type: "array", items, ...lengths };
}

function rewriteObject(schema: JsonSchema): JsonSchema | undefined {
  const properties = rewriteEach(isSchema(schema["properties"]) ? schema["properties"] : {});
  if (properties === undefined) return undefined;
  const others = schema["additionalProperties"];
  if (!isSchema(others)) {
    // A closed shape is what a contract with named properties means; a shape without any can only be open.
    const open = Object.keys(properties).length === 0 && others !== false;
    return { type: "object", properties, additionalProperties: open };
  }
  const additionalProperties = rewrite(others);
  return additionalProperties === undefined
    ? undefined
    : { type: "object", properties, additionalProperties };
}

function rewriteEach(schemas: JsonSchema): JsonSchema | undefined {
  const entries = Object.entries(schemas).map(([name, schema]) => [name, rewrite(schema)] as const);
  return entries.some(([, schema]) => schema === undefined) ? undefined : Object.fromEntries(entries);
}

function repetitions(schema: JsonSchema, least: string, most: string): JsonSchema {
  return Object.fromEntries(
    [least, most]
      .map((keyword) => [keyword, schema[keyword]] as const)
      .filter(([, count]) => typeof count === "number" && count <= MAX_REPETITIONS),
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLiteral(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
