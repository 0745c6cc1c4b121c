import type { JsonObject, JsonValue } from "#engine";
import { orderedJson } from "#kernel";
import type { FieldViolation } from "../errors/request-errors.ts";

/** The options of a run, wherever the client put them, and where each stood. */
export interface GatheredOptions {
  readonly options: JsonObject;
  /** Path in the request of each option, for what is told about it. */
  readonly paths: ReadonlyMap<string, string>;
  /** Options that stand in two places with two values. */
  readonly conflicts: readonly FieldViolation[];
}

/**
 * Options may stand in the request's metadata or the message's, plainly or under the extension's URI. The request's
 * count before the message's; the same option with two values is a conflict rather than a silent choice. Other keys
 * with a colon or a slash belong to other extensions and are left alone.
 */
export function gatherOptions(
  requestMetadata: JsonObject,
  messageMetadata: JsonObject,
  extensionUri: string,
): GatheredOptions {
  if (isEmpty(requestMetadata) && isEmpty(messageMetadata)) return NO_OPTIONS;
  const options = new Map<string, JsonValue>();
  const paths = new Map<string, string>();
  const conflicts: FieldViolation[] = [];
  const take = (source: JsonObject, prefix: string): void => {
    for (const [key, value] of Object.entries(source)) {
      if (isNamespaced(key)) continue;
      const path = `${prefix}.${key}`;
      const before = paths.get(key);
      if (before === undefined) {
        paths.set(key, path);
        options.set(key, value);
      } else if (orderedJson(options.get(key)) !== orderedJson(value)) {
        conflicts.push({ field: path, description: `Differs from ${before}: give it once.` });
      }
    }
  };
  for (const [metadata, prefix] of [
    [requestMetadata, "metadata"],
    [messageMetadata, "message.metadata"],
  ] as const) {
    take(metadata, prefix);
    const own = metadata[extensionUri];
    if (own === undefined) continue;
    const path = `${prefix}["${extensionUri}"]`;
    if (isObject(own)) take(own, path);
    else conflicts.push({ field: path, description: "Must be an object with the options." });
  }
  return { options: Object.fromEntries(options), paths, conflicts };
}

const NO_OPTIONS: GatheredOptions = { options: {}, paths: new Map(), conflicts: [] };

function isEmpty(metadata: JsonObject): boolean {
  return Object.keys(metadata).length === 0;
}

/** Keys of a metadata object that are options when they stand plainly in it. */
export function plainOptions(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !isNamespaced(key)));
}

function isNamespaced(key: string): boolean {
  return key.includes(":") || key.includes("/");
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
