import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import type { Clock } from "#kernel";
import type { Authentication } from "../authenticator.ts";
import type { TokenVerifier } from "../authenticator-chain.ts";
import {
  INVALID_TOKEN,
  type IssuerVerifier,
  type TokenVerdict,
  type VerifiedToken,
} from "./verified-token.ts";

/** Longer ones are worth nothing unread. Real ones with many groups in them have some thousands. */
const MAX_TOKEN_CHARACTERS = 8_192;
/** Tokens are remembered for this long at the most, and then checked in full again. */
const REMEMBER_MS = 300_000;
const MAX_REMEMBERED = 10_000;

export interface TokenVerifierDeps {
  /** By the issuer that a token names; no two of the same. */
  readonly issuers: readonly IssuerVerifier[];
  readonly clock: Clock;
}

interface Remembered {
  readonly token: VerifiedToken;
  readonly issuer: IssuerVerifier;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Takes the tokens of known issuers. One that was found good is remembered by its hash for a while, since checking a
 * signature costs more than all else in a small request; whether it was revoked is asked each time.
 */
export function createTokenVerifier({ issuers, clock }: TokenVerifierDeps): TokenVerifier {
  const remembered = new Map<string, Remembered>();

  const verifyAnew = async (token: string, hash: string): Promise<TokenVerdict> => {
    const named = issuerNamedBy(token);
    const issuer = issuers.find((one) => one.issuer === named);
    if (issuer === undefined) return INVALID_TOKEN;
    const verdict = await issuer.verify(token);
    if (verdict.kind !== "verified") return verdict;
    const until = Math.min(verdict.expiresAt, clock.now() + REMEMBER_MS);
    remember(remembered, hash, { token: verdict, issuer, until });
    return issuer.standing(verdict);
  };

  return {
    async verify(token) {
      if (token.length > MAX_TOKEN_CHARACTERS) return { kind: "invalid" };
      const hash = createHash("sha256").update(token).digest("base64");
      const known = remembered.get(hash);
      if (known !== undefined && known.until > clock.now()) {
        return authenticationOf(await known.issuer.standing(known.token));
      }
      remembered.delete(hash);
      return authenticationOf(await verifyAnew(token, hash));
    },
  };
}

function authenticationOf(verdict: TokenVerdict): Authentication {
  return verdict.kind === "verified" ? verdict.principal : verdict;
}

/** Full, it forgets the oldest: whose token that was pays for one more check. */
function remember(remembered: Map<string, Remembered>, hash: string, entry: Remembered): void {
  if (remembered.size >= MAX_REMEMBERED) {
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  }
  remembered.set(hash, entry);
}

/** What the token says of itself, unproved: good enough to know whom to ask. */
function issuerNamedBy(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
