/** What bounds a JSON text before it is parsed. */
export interface JsonBounds {
  readonly maxDepth: number;
  readonly maxValues: number;
  readonly maxMembers: number;
}

export type JsonVerdict = "fine" | "too-deep" | "too-many-values" | "too-many-members";

/** Where a text stands, without its quotes. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** From this size on it pays to take a text out before parsing. */
export const LONG_TEXT_BYTES = 128 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Looks at a JSON text without parsing it, so that one that would hold the thread for seconds, or nests deep enough to
 * hurt whoever walks it, is refused first. Long texts, which is what uploads are, are passed over at memory speed.
 *
 * It counts and nothing more: whether the text is JSON at all is for the parser to say.
 *
 * @param onLongText told of each text of {@link LONG_TEXT_BYTES} or more
 */
export function inspectJson(
  bytes: Buffer,
  bounds: JsonBounds,
  onLongText: (span: TextSpan) => void = () => undefined,
): JsonVerdict {
  let depth = 0;
  let values = 1;
  let members = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE: {
        const start = at + 1;
        at = endOfText(bytes, at);
        if (at - start >= LONG_TEXT_BYTES) onLongText({ start, end: at });
        break;
      }
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        if (depth > bounds.maxDepth) return "too-deep";
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        if (values > bounds.maxValues) return "too-many-values";
        break;
      case COLON:
        members += 1;
        if (members > bounds.maxMembers) return "too-many-members";
        break;
      default:
    }
  }
  return "fine";
}

/** Where the text that begins at `start` ends. A text without escapes is found by the runtime's own search. */
function endOfText(bytes: Buffer, start: number): number {
  const quote = bytes.indexOf(QUOTE, start + 1);
  if (quote === -1) return bytes.length;
  if (bytes[quote - 1] !== BACKSLASH) return quote;
  // The quote may be escaped. Escapes must be read from where they begin, and at least one stands here.
  let at = bytes.indexOf(BACKSLASH, start + 1);
  while (at < bytes.length) {
    if (bytes[at] === QUOTE) return at;
    at += bytes[at] === BACKSLASH ? 2 : 1;
  }
  return bytes.length;
}
