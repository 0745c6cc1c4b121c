/** Bytes looked at to guess an encoding. */
const SAMPLE_BYTES = 64 * 1024;
/** Where HTML and XML declare their encoding. */
const DECLARATION_BYTES = 2048;
/** More control characters than this share, and it is no text. */
const MAX_CONTROL_SHARE = 0.01;

/**
 * The text of a file in UTF-8, UTF-16 (by mark or by the pattern of its zeros) or Windows-1252, the superset of
 * Latin-1. Undefined when it is not text at all. Line ends become "\n".
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const text = decode(bytes, encoding).replaceAll("\0", "");
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let zerosAtEven = 0;
  let zerosAtOdd = 0;
  let controls = 0;
  sample.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) zerosAtEven += 1;
    else if (byte === 0) zerosAtOdd += 1;
    else if (byte < 0x20 && !isWhiteSpace(byte)) controls += 1;
  });
  const half = sample.length / 2;
  if (zerosAtOdd > 0.4 * half && zerosAtEven < 0.05 * half) return "utf-16le";
  if (zerosAtEven > 0.4 * half && zerosAtOdd < 0.05 * half) return "utf-16be";
  const odd = zerosAtEven + zerosAtOdd + controls;
  return odd > Math.max(1, MAX_CONTROL_SHARE * sample.length) ? undefined : "utf-8";
}

function isWhiteSpace(byte: number): boolean {
  return (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b || byte === 0x1a;
}

function decode(bytes: Uint8Array, encoding: "utf-8" | "utf-16le" | "utf-16be"): string {
  if (encoding !== "utf-8") return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return legacyDecoder(bytes).decode(bytes);
  }
}

/** Web pages and XML files say which of the old encodings they use; all else is taken for Windows-1252. */
function legacyDecoder(bytes: Uint8Array): InstanceType<typeof TextDecoder> {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARATION_BYTES));
  const declared = /^\s*<[\s\S]*?(?:charset|encoding)\s*=\s*["']?([\w:.-]+)/i.exec(head)?.[1];
  try {
    return new TextDecoder(declared ?? "windows-1252");
  } catch {
    return new TextDecoder("windows-1252"); // It declares an encoding that does not exist.
  }
}
