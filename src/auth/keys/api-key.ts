import { randomBytes } from "node:crypto";

/** Begins every key, so that scanners of leaked secrets, and people, can tell what it is. */
const PREFIX = "a2am";
const ID_BYTES = 8;
const SECRET_BYTES = 32;

const KEY_FORM = new RegExp(`^${PREFIX}_([0-9a-f]{${ID_BYTES * 2}})_([A-Za-z0-9_-]{43})$`);

export interface KeyText {
  /** Not secret: names the key in lists and logs. */
  readonly id: string;
  readonly secret: string;
}

/** A fresh key; `random` gives that many unpredictable bytes. */
export function makeKey(random: (bytes: number) => Uint8Array = randomBytes): KeyText {
  return {
    id: Buffer.from(random(ID_BYTES)).toString("hex"),
    secret: Buffer.from(random(SECRET_BYTES)).toString("base64url"),
  };
}

export function formatKey({ id, secret }: KeyText): string {
  return `${PREFIX}_${id}_${secret}`;
}

/** Undefined for anything that no key of ours looks like. */
export function parseKey(text: string): KeyText | undefined {
  const match = KEY_FORM.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { id: match[1], secret: match[2] };
}
