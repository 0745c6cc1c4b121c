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

function isScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}
