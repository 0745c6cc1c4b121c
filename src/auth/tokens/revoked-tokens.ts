/**
 * Tokens of our own that were taken back before their time. What one process changes holds for all others at once. Each
 * method may throw the errors of a store.
 */
export interface RevokedTokens {
  /** `tokenId` is the token's `jti`; from `expiresAt` on it is worth nothing anyway. Twice is as good as once. */
  revoke(tokenId: string, expiresAt: number): Promise<void>;
  isRevoked(tokenId: string): Promise<boolean>;
  /** Forgets those that have expired by then. */
  prune(now: number): Promise<void>;
}
