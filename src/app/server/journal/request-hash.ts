import { createHash, type Hash } from "node:crypto";

/** Anything that a step's result depends on: JSON values, and bytes. */
export type Hashable =
  | null
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Hashable[]
  | { readonly [key: string]: Hashable };

/**
 * Hex SHA-256 that is the same for the same value in every process. The order of keys does not count; an absent key and
 * one that is undefined are the same.
 */
export function requestHash(value: Hashable): string {
  const hash = createHash("sha256");
  feed(hash, value);
  return hash.digest("hex");
}

/** Every value goes in with its kind and length, so that no two different values feed the same bytes. */
function feed(hash: Hash, value: Hashable): void {
  if (value instanceof Uint8Array) {
    hash.update(`b${value.byteLength}:`).update(value);
  } else if (isList(value)) {
    hash.update(`l${value.length}:`);
    for (const item of value) feed(hash, item);
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    hash.update(`o${entries.length}:`);
    for (const [key, item] of entries) {
      feed(hash, key);
      feed(hash, item);
    }
  } else {
    const text = String(value);
    hash.update(`${(typeof value).charAt(0)}${text.length}:${text}`);
  }
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(value: Hashable): value is readonly Hashable[] {
  return Array.isArray(value);
}
