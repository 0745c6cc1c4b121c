import type { JsonObject } from "#engine";

/** A plain value as JSON gives it back: what is undefined is gone. */
export function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
