export interface NewObject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Hex SHA-256 of the bytes, which the bucket compares with what arrived. */
  readonly sha256: string;
}

/** What became of reading an object that has to have so many bytes. */
export type ObjectRead =
  | { readonly kind: "found"; readonly bytes: Uint8Array }
  | { readonly kind: "missing" }
  | { readonly kind: "other-size" };

/**
 * Objects by their names, outside the database. Others may change what is in it: whoever reads it checks what it gives.
 * All methods throw BucketUnavailableError, and AbortedError once the signal has fired.
 */
export interface ObjectBucket extends AsyncDisposable {
  /** Whether it did what it was last asked; true before it was asked at all. */
  readonly answers: boolean;
  /** Resolves once it is durable. Until then there is nothing of it. */
  put(object: NewObject, signal?: AbortSignal): Promise<void>;
  /** Never more than `size` bytes are taken in. */
  get(name: string, size: number, signal?: AbortSignal): Promise<ObjectRead>;
  /** Of an object in bytes, undefined where there is none. */
  sizeOf(name: string, signal?: AbortSignal): Promise<number | undefined>;
  /** Fine also where there is none. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
  /** Resolves when the bucket is there and may be used. */
  check(signal?: AbortSignal): Promise<void>;
}
