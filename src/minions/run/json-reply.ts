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
 *
 * @param shown what the model was shown; where several objects fit, one that stands there, however it is set, is a quotation
 * of it, such as a decision that a document forged, and the model's own one goes before it
 */
export function readJsonReply<Value>(text: string, schema: ZodType<Value>, shown = ""): JsonReading<Value> {
  let problem = "The reply holds no JSON object.";
  const seen = withoutBlanks(shown);
  let quoted: Value | undefined;
  for (const { source, value } of jsonObjects(text.slice(0, MAX_REPLY_CHARACTERS)).reverse()) {
    const checked = schema.safeParse(value);
    if (!checked.success) {
      problem = `The JSON does not fit: ${z.prettifyError(checked.error).replaceAll("\n", " ")}`;
    } else if (seen.includes(withoutBlanks(source))) {
      quoted ??= checked.data;
    } else {
      return { kind: "valid", value: checked.data };
    }
  }
  return quoted === undefined ? { kind: "invalid", problem } : { kind: "valid", value: quoted };
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s+/g, "");
}

/** Every outermost balanced `{…}` of the text that parses, in order. Linear in the text. */
function jsonObjects(text: string): { readonly source: string; readonly value: unknown }[] {
  const found: { readonly source: string; readonly value: unknown }[] = [];
  let cursor = text.indexOf("{");
  for (let tried = 0; cursor !== -1 && tried < MAX_CANDIDATES; tried += 1) {
    const end = balancedEnd(text, cursor);
    const source = end === -1 ? "" : text.slice(cursor, end);
    const value = parseObject(source);
    if (value !== undefined) found.push({ source, value });
    cursor = text.indexOf("{", value === undefined ? cursor + 1 : end);
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
