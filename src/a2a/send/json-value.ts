import type { JsonObject, JsonValue } from "#engine";

/** True for JSON of at most `maxDepth` levels. Goes by a list of its own, so that no depth exhausts the stack. */
export function isJsonValue(value: unknown, maxDepth: number): value is JsonValue {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isScalar(next.value)) continue;
    if (typeof next.value !== "object" || next.value === null || next.depth >= maxDepth) return false;
    const depth = next.depth + 1;
    for (const child of Object.values(next.value)) open.push({ value: child, depth });
  }
  return true;
}

export function isJsonObject(value: unknown, maxDepth: number): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isJsonValue(value, maxDepth);
}

/** JSON text that is the same for the same value, whatever the order of its keys. */
export function stableJson(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((inner) => stableJson(inner ?? null)).join(",")}]`;
  let members = "";
  for (const key of Object.keys(value).sort()) {
    const inner = value[key];
    if (inner === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${stableJson(inner)}`;
  }
  return `{${members}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}
