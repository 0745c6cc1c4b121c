import type { StoredCredential } from "./credential.ts";

/** A new secret for a credential that has one already. */
export interface Rotation {
  readonly hash: Uint8Array;
  readonly at: number;
  /** Until when the secret before is taken, too; undefined where it is worth nothing at once. */
  readonly previousValidUntil: number | undefined;
}

/**
 * Where credentials of one kind are kept, whether they are worth anything or not. What one process changes holds for all
 * others at once. Each method may throw the errors of a store.
 */
export interface CredentialStore {
  /** False where the id is taken; then nothing is changed. */
  add(stored: StoredCredential): Promise<boolean>;
  find(id: string): Promise<StoredCredential | undefined>;
  /** Oldest first. */
  list(): Promise<StoredCredential[]>;
  /** False where there is no such credential, or it was revoked. */
  rotate(id: string, rotation: Rotation): Promise<boolean>;
  /** False where there is no such credential. Revoking twice changes nothing. */
  revoke(id: string, at: number): Promise<boolean>;
  /** Remembers when each id was last used; an earlier time than the known one, and an unknown id, change nothing. */
  noteUsed(usedAt: ReadonlyMap<string, number>): Promise<void>;
}
