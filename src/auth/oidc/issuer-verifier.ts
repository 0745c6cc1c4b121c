import { errors, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "#kernel";
import { ACCESS_TOKEN_TYPE } from "../tokens/own-tokens.ts";
import { INVALID_TOKEN, type IssuerVerifier, type TokenVerdict } from "../tokens/verified-token.ts";
import { IssuerKeys, type IssuerKeysDeps, type KeysFound } from "./issuer-keys.ts";
import { type ClaimMapping, principalIn } from "./map-claims.ts";

export interface OidcIssuer extends Pick<IssuerKeysDeps, "issuer" | "jwksUri"> {
  readonly audience: readonly string[];
  readonly algorithms: readonly string[];
  /** True: only tokens of the type `at+jwt`; many issuers still call them plain `JWT`, or nothing. */
  readonly accessTokensOnly: boolean;
  readonly mapping: ClaimMapping;
}

export interface OidcDeps extends Pick<IssuerKeysDeps, "fetch" | "onFault"> {
  readonly clock: Clock;
  readonly clockSkewSeconds: number;
}

/** Types that an access token may have; others, such as `logout+jwt`, are for something else. */
const TYPES: ReadonlySet<string> = new Set(["", "jwt", ACCESS_TOKEN_TYPE]);

/** Checks the access tokens of an OpenID Connect issuer. */
export function createOidcVerifier(issuer: OidcIssuer, deps: OidcDeps): IssuerVerifier {
  const keys = new IssuerKeys({ ...issuer, ...deps });

  const verifyWith = async (token: string, found: KeysFound): Promise<TokenVerdict | "key-unknown"> => {
    if (found.kind === "unavailable") return found;
    try {
      const payload = await checked(token, found.keys, issuer, deps);
      const principal = payload && principalIn(payload, issuer.mapping);
      if (payload === undefined || principal === undefined) return INVALID_TOKEN;
      return { kind: "verified", principal, expiresAt: (payload.exp ?? 0) * 1_000 };
    } catch (error) {
      // What else is wrong, with the token or with the key, is wrong with the token: it proves nothing.
      return error instanceof errors.JWKSNoMatchingKey ? "key-unknown" : INVALID_TOKEN;
    }
  };

  const verify = async (token: string): Promise<TokenVerdict> => {
    const verdict = await verifyWith(token, await keys.known());
    if (verdict !== "key-unknown") return verdict;
    const again = await verifyWith(token, await keys.renewed());
    return again === "key-unknown" ? INVALID_TOKEN : again;
  };

  return {
    issuer: issuer.issuer,
    verify,
    standing: async (token) => token,
  };
}

async function checked(
  token: string,
  keys: Extract<KeysFound, { kind: "keys" }>["keys"],
  { issuer, audience, algorithms, accessTokensOnly }: OidcIssuer,
  { clock, clockSkewSeconds }: OidcDeps,
): Promise<JWTPayload | undefined> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer,
    audience: [...audience],
    algorithms: [...algorithms],
    requiredClaims: ["sub", "exp"],
    clockTolerance: clockSkewSeconds,
    currentDate: new Date(clock.now()),
  });
  const type = (protectedHeader.typ ?? "").toLowerCase().replace(/^application\//, "");
  if (accessTokensOnly ? type !== ACCESS_TOKEN_TYPE : !TYPES.has(type)) return undefined;
  const { iat = 0, cnf } = payload;
  // Bound to a key of its holder (RFC 7800), which nobody proves here.
  if (cnf !== undefined) return undefined;
  return iat <= clock.now() / 1_000 + clockSkewSeconds ? payload : undefined;
}
