import { setImmediate } from "node:timers/promises";
import type { TextSpan } from "./inspect-json.ts";

/** A JSON text from which files were taken out, and the files. */
export interface LiftedJson {
  /** The text with a short stand-in for each file. */
  readonly json: Buffer;
  /** By their stand-ins. */
  readonly files: ReadonlyMap<string, LiftedFile>;
}

export interface LiftedFile {
  readonly bytes: Buffer;
  /** The base64 as it came, for where it turns out to be no file. */
  readonly text: () => string;
}

/** Characters of base64 that are decoded at a time; a multiple of four. Takes about a millisecond. */
const SLICE = 1024 * 1024;

const KEY_OF_FILES = /"raw"\s*:\s*$/;
const LONGEST_KEY = 64;

/**
 * Decodes the files of a message straight from the request's bytes, a slice at a time, so that an upload of 20 MB
 * holds the thread for no more than a millisecond or two at once, and is never held as a text as well. Only values of
 * members named `raw` that are pure base64 are taken out; all else is left to the parser.
 */
export async function liftFiles(bytes: Buffer, spans: readonly TextSpan[]): Promise<LiftedJson> {
  const files = new Map<string, LiftedFile>();
  const pieces: Buffer[] = [];
  const mark = unusedMark(bytes, spans);
  let from = 0;
  for (const { start, end } of spans) {
    if (!KEY_OF_FILES.test(bytes.toString("latin1", Math.max(0, start - LONGEST_KEY), start - 1))) continue;
    const decoded = await decodeSlowly(bytes.subarray(start, end));
    if (decoded === undefined) continue;
    const standIn = `${mark}${files.size}`;
    files.set(standIn, { bytes: decoded, text: () => bytes.toString("latin1", start, end) });
    pieces.push(bytes.subarray(from, start), Buffer.from(standIn));
    from = end;
  }
  return { json: files.size === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(from)]), files };
}

/**
 * Puts the files where A2A has them, as bytes, and whatever else bore the name back as the text that it was.
 * `body` is the parsed {@link LiftedJson}, and is changed.
 */
export function placeFiles(body: unknown, files: LiftedJson["files"]): void {
  const left = new Map(files);
  for (const part of partsOf(body)) {
    const file = typeof part["raw"] === "string" ? left.get(part["raw"]) : undefined;
    if (file === undefined) continue;
    left.delete(String(part["raw"]));
    part["raw"] = file.bytes;
  }
  if (left.size > 0) restoreTexts(body, left);
}

type JsonObject = Record<string, unknown>;

/** Parts of the message, in the parameters of JSON-RPC or in the body of HTTP+JSON. */
function partsOf(body: unknown): JsonObject[] {
  if (!isObject(body)) return [];
  const holder = body["jsonrpc"] === undefined ? body : body["params"];
  const message = isObject(holder) ? holder["message"] : undefined;
  const parts = isObject(message) ? message["parts"] : undefined;
  return Array.isArray(parts) ? parts.filter(isObject) : [];
}

function restoreTexts(value: unknown, files: LiftedJson["files"]): void {
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const file = typeof inner === "string" ? files.get(inner) : undefined;
    if (file !== undefined) Reflect.set(value, key, file.text());
    else restoreTexts(inner, files);
  }
}

/** Undefined for what is not base64 from end to end: Node's decoder skips what it does not know, which shows. */
async function decodeSlowly(text: Buffer): Promise<Buffer | undefined> {
  const padding = text.at(-2) === EQUALS ? 2 : text.at(-1) === EQUALS ? 1 : 0;
  const digits = text.length - padding;
  if (digits % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return undefined;
  const decoded = Buffer.allocUnsafeSlow(Math.floor((digits * 3) / 4));
  let filled = 0;
  for (let at = 0; at < digits; at += SLICE) {
    const end = Math.min(digits, at + SLICE);
    const expected = Math.floor(((end - at) * 3) / 4);
    if (decoded.write(text.toString("latin1", at, end), filled, "base64") !== expected) return undefined;
    filled += expected;
    await setImmediate();
  }
  return decoded;
}

const EQUALS = 0x3d;

/** A text that stands nowhere outside the long texts, so that no stand-in can be taken for what a client wrote. */
function unusedMark(bytes: Buffer, spans: readonly TextSpan[]): string {
  let mark = "lifted-file-";
  while (occursOutside(bytes, mark, spans)) mark = `~${mark}`;
  return mark;
}

function occursOutside(bytes: Buffer, mark: string, spans: readonly TextSpan[]): boolean {
  let from = 0;
  for (const { start, end } of [...spans, { start: bytes.length, end: bytes.length }]) {
    if (bytes.subarray(from, start).includes(mark)) return true;
    from = end;
  }
  return false;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
