import { type ZodType, z } from "zod";

/** A model's reply read as JSON, or why it could not be. `problem` is fit to show to the model that wrote it. */
export type JsonReading<Value> =
  | { readonly kind: "valid"; readonly value: Value }
  | { readonly kind: "invalid"; readonly problem: string };

const MAX_CANDIDATES = 32;
const MAX_REPLY_CHARACTERS = 200_000;

/**
 * Reads the JSON object that fits `schema` out of a reply that may have prose or fences around it.
 *
 * The last object that fits wins: models that think aloud put the real one at the end. Nested objects are whole.
 */
export function readJsonReply<Value>(text: string, schema: ZodType<Value>): JsonReading<Value> {
  let problem = "The reply holds no JSON object.";
  for (const candidate of jsonObjects(text.slice(0, MAX_REPLY_CHARACTERS)).reverse()) {
    const checked = schema.safeParse(candidate);
    if (checked.success) return { kind: "valid", value: checked.data };
    problem = `The JSON does not fit: ${z.prettifyError(checked.error).replaceAll("\n", " ")}`;
  }
  return { kind: "invalid", problem };
}

/** Every outermost balanced `{…}` of the text that parses, in order. Linear in the text. */
function jsonObjects(text: string): unknown[] {
  const found: unknown[] = [];
  let cursor = text.indexOf("{");
  for (let tried = 0; cursor !== -1 && tried < MAX_CANDIDATES; tried += 1) {
    const end = balancedEnd(text, cursor);
    const parsed = end === -1 ? undefined : parseObject(text.slice(cursor, end));
    if (parsed !== undefined) found.push(parsed);
    cursor = text.indexOf("{", parsed === undefined ? cursor + 1 : end);
  }
  return found;
}

function parseObject(candidate: string): unknown {
  try {
    return JSON.parse(candidate);
  } catch {
    return undefined;
  }
}

/** Offset after the brace that closes the one at `start`, strings respected; -1 when it never closes. */
function balancedEnd(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}
