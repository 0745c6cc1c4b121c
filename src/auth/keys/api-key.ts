import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** Begins every key, so that scanners of leaked secrets, and people, can tell what it is. */
const PREFIX = "a2am";
const ID_BYTES = 8;
const SECRET_BYTES = 32;

const KEY_FORM = new RegExp(
  `^(${PREFIX}_([0-9a-f]{${ID_BYTES * 2}})_([A-Za-z0-9_-]{43}))(?:_([0-9a-f]{8}))?$`,
);

export interface KeyText {
  /** Not secret: names the key in lists and logs. */
  readonly id: string;
  readonly secret: string;
}

/** A fresh key; `random` gives that many unpredictable bytes. */
export function makeKey(random: (bytes: number) => Uint8Array = randomBytes): KeyText {
  return { id: Buffer.from(random(ID_BYTES)).toString("hex"), secret: makeSecret(random) };
}

export function makeSecret(random: (bytes: number) => Uint8Array): string {
  return Buffer.from(random(SECRET_BYTES)).toString("base64url");
}

/**
 * `a2am_<id>_<secret>_<checksum>`. By the checksum, the CRC-32 of what stands before it, a scanner and this program tell
 * a key from a mistyped one or from one that only looks like it, without asking any database.
 */
export function formatKey({ id, secret }: KeyText): string {
  const text = `${PREFIX}_${id}_${secret}`;
  return `${text}_${checksumOf(text)}`;
}

/** Undefined for anything that is no key of ours. Keys of the first release have no checksum. */
export function parseKey(text: string): KeyText | undefined {
  const [, body, id, secret, checksum] = KEY_FORM.exec(text) ?? [];
  if (body === undefined || id === undefined || secret === undefined) return undefined;
  return checksum === undefined || checksum === checksumOf(body) ? { id, secret } : undefined;
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
