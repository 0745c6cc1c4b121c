import type { Scope } from "../principal.ts";

/** A key as it is kept: everything but its secret. */
export interface KeyRecord {
  readonly id: string;
  /** What the key is for, in its maker's words. */
  readonly name: string;
  readonly owner: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
}

/** A key about to be kept, with the hash that stands for its secret. */
export interface NewKey extends Omit<KeyRecord, "revokedAt"> {
  readonly secretHash: Uint8Array;
}

/** Where keys are kept. What one process changes holds for all others at once. */
export interface KeyStore extends Disposable {
  add(key: NewKey): void;
  /** The key and the hash of its secret, revoked or not. */
  find(id: string): { readonly key: KeyRecord; readonly secretHash: Uint8Array } | undefined;
  /** Oldest first. */
  list(): KeyRecord[];
  /** False where there is no such key. Revoking twice changes nothing. */
  revoke(id: string, at: number): boolean;
}
