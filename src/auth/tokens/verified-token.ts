import type { Principal } from "../principal.ts";

/** A token whose signature and claims were found good. */
export interface VerifiedToken {
  readonly kind: "verified";
  readonly principal: Principal;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Of this server's own tokens: the token's id, by which it can be revoked. */
  readonly tokenId?: string;
  /** Of this server's own tokens: the registered client that got it. */
  readonly clientId?: string;
}

export type TokenVerdict =
  | VerifiedToken
  | { readonly kind: "invalid" }
  /** The issuer's keys cannot be had. */
  | { readonly kind: "unavailable"; readonly retryAfterSeconds: number };

export const INVALID_TOKEN: TokenVerdict = { kind: "invalid" };

/** Checks the tokens of one issuer. */
export interface IssuerVerifier {
  /** As tokens name it in `iss`; asked each time, as a server knows its own address only once it listens. */
  readonly issuer: string;
  verify(token: string): Promise<TokenVerdict>;
  /** What verified tokens are worth now: asked at every request, also of those that are remembered. */
  standing(token: VerifiedToken): Promise<TokenVerdict>;
}
