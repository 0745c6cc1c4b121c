/** Whose a result is, and what it is the result of. */
export interface ResultKey {
  readonly tenant: string;
  readonly owner: string;
  /** Hex SHA-256 of everything that the result depends on. */
  readonly hash: string;
}

/**
 * Results that later tasks of the same owner may be given in place of paying for them again. Everything in it may be gone
 * at any time: whoever asks can do the work once more. Each method may throw the errors of a store.
 */
export interface ResultCache {
  /** Undefined where there is none, where it has expired, and for another owner's. */
  find(key: ResultKey): Promise<string | undefined>;
  /** Replaces what stood there. The value is a JSON text; it expires after `ttlMs`. */
  put(key: ResultKey, value: string, ttlMs: number): Promise<void>;
  /** Forgets the oldest results until all that are left have no more than so many bytes together. */
  trim(maxBytes: number): Promise<void>;
}
