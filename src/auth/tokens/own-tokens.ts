import {
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
  type ProtectedHeaderParameters,
  SignJWT,
} from "jose";
import type { Clock } from "#kernel";
import type { Scope } from "../principal.ts";
import { nameIn, optionalName, scopesIn, tierIn } from "./read-claims.ts";
import type { TokenKey, TokenKeys } from "./token-keys.ts";
import {
  INVALID_TOKEN,
  type IssuerVerifier,
  type TokenVerdict,
  type VerifiedToken,
} from "./verified-token.ts";

/** RFC 9068: an access token says that it is one, so that nothing else that is signed with the key passes for it. */
export const ACCESS_TOKEN_TYPE = "at+jwt";

export const DEFAULT_TENANT = "default";

export interface OwnTokenSettings {
  /** `iss` of the tokens. */
  readonly issuer: () => string;
  /** `aud` of the tokens. */
  readonly audience: () => string;
  readonly keys: TokenKeys;
  readonly clock: Clock;
  /** How far clocks may be apart, in seconds. */
  readonly clockSkewSeconds: number;
}

/** What stands in a token of this server's own. */
export interface TokenClaims {
  readonly tokenId: string;
  readonly clientId: string;
  readonly owner: string;
  readonly tenant: string;
  readonly tier: string;
  readonly scopes: readonly Scope[];
  readonly lifetimeSeconds: number;
}

/** Signs an access token. `signer` is that of {@link TokenKeys}. */
export function signToken(
  claims: TokenClaims,
  signer: TokenKey,
  { issuer, audience, clock }: Pick<OwnTokenSettings, "issuer" | "audience" | "clock">,
): Promise<string> {
  const now = Math.floor(clock.now() / 1_000);
  return new SignJWT({
    iss: issuer(),
    aud: audience(),
    sub: claims.owner,
    client_id: claims.clientId,
    tenant: claims.tenant,
    tier: claims.tier,
    scope: claims.scopes.join(" "),
    jti: claims.tokenId,
    iat: now,
    exp: now + claims.lifetimeSeconds,
  })
    .setProtectedHeader({
      alg: signer.algorithm,
      typ: ACCESS_TOKEN_TYPE,
      ...(signer.kid === undefined ? {} : { kid: signer.kid }),
    })
    .sign(signer.key);
}

/** Says whether a verified token still counts: it, or the client that got it, may have been revoked since. */
export type TokenStanding = (token: VerifiedToken) => Promise<TokenVerdict>;

/** Checks the tokens that this server, or another holder of its keys, has signed. */
export function createOwnTokenVerifier(
  settings: OwnTokenSettings,
  standing: TokenStanding = async (token) => token,
): IssuerVerifier {
  const { issuer, audience, keys, clock, clockSkewSeconds } = settings;
  return {
    get issuer() {
      return issuer();
    },
    standing,
    async verify(token) {
      for (const key of candidates(token, keys.verifiers)) {
        try {
          const { payload } = await jwtVerify(token, key.key, {
            issuer: issuer(),
            audience: audience(),
            // Fixed by the key: a token cannot choose to be checked by a public key as if that were a secret.
            algorithms: [key.algorithm],
            typ: ACCESS_TOKEN_TYPE,
            requiredClaims: ["sub", "iat", "exp"],
            clockTolerance: clockSkewSeconds,
            currentDate: new Date(clock.now()),
          });
          return isIssuedBy(payload, clock.now() / 1_000 + clockSkewSeconds)
            ? tokenOf(payload)
            : INVALID_TOKEN;
        } catch (error) {
          if (error instanceof errors.JWSSignatureVerificationFailed) continue;
          return INVALID_TOKEN;
        }
      }
      return INVALID_TOKEN;
    },
  };
}

/** The key that the token names; for a shared secret, which has no name, the present one and the one before it. */
function candidates(token: string, verifiers: readonly TokenKey[]): readonly TokenKey[] {
  const { kid, alg } = headerOf(token);
  if (alg === "HS256") return verifiers.filter(({ algorithm }) => algorithm === "HS256");
  return kid === undefined ? [] : verifiers.filter((key) => key.kid === kid);
}

function headerOf(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return {};
  }
}

/** The library minds the age of tokens only where one is the oldest that is taken. */
function isIssuedBy({ iat = Number.POSITIVE_INFINITY }: JWTPayload, seconds: number): boolean {
  return iat <= seconds;
}

function tokenOf(payload: JWTPayload): TokenVerdict {
  const { sub, jti, exp = 0 } = payload;
  const owner = nameIn(sub);
  const tenant = optionalName(payload["tenant"], DEFAULT_TENANT);
  const tier = tierIn(payload["tier"]);
  const clientId = optionalName(payload["client_id"], "");
  // A token that is bound to a key of its holder (RFC 7800) must not be of use to whoever else gets hold of it.
  if (owner === undefined || tenant === undefined || tier === undefined || clientId === undefined)
    return INVALID_TOKEN;
  if (payload["cnf"] !== undefined) return INVALID_TOKEN;
  return {
    kind: "verified",
    principal: {
      kind: "principal",
      owner,
      tenant,
      tier,
      scopes: scopesIn(payload["scope"]),
      keyId: clientId === "" ? `token:${owner}` : clientId,
    },
    expiresAt: exp * 1_000,
    ...(jti === undefined ? {} : { tokenId: jti }),
    ...(clientId === "" ? {} : { clientId }),
  };
}
