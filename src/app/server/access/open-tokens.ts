import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AuditLog } from "#audit";
import {
  type AccessStores,
  createOAuthServer,
  createOidcVerifier,
  createOwnTokenVerifier,
  createTokenStanding,
  createTokenVerifier,
  type OAuthServer,
  type OidcIssuer,
  type OwnTokenSettings,
  readTokenKeys,
  TokenKeyError,
  type TokenVerifier,
} from "#auth";
import type { Config, IssuerConfig } from "#config";
import type { RuntimeParts } from "../../runtime-parts.ts";
import type { WaysIn } from "../cards/security-schemes.ts";
import { faultOf } from "../observing/log-engine.ts";

export interface TokenParts {
  readonly parts: Pick<RuntimeParts, "config" | "clock" | "log">;
  readonly access: Pick<AccessStores, "clients" | "revokedTokens">;
  /** Where the server is reached, without a slash at the end; known for good once it listens. */
  readonly baseUrl: () => string;
  readonly audit: AuditLog;
}

export interface Tokens extends Omit<WaysIn, "authenticates"> {
  readonly verifier: TokenVerifier;
  /** Gives out own tokens; undefined where nothing can sign them. */
  readonly oauth: OAuthServer | undefined;
}

/** The tokens that this server takes, as configured: its own, and those of issuers. @throws TokenKeyError */
export async function openTokens({ parts, access, baseUrl, audit }: TokenParts): Promise<Tokens> {
  const { config, clock, log } = parts;
  const { auth } = config;
  const { clockSkewSeconds } = auth;
  const issuer = (): string => auth.jwtIssuer ?? baseUrl();
  const own: OwnTokenSettings = {
    issuer,
    audience: () => auth.jwtAudience ?? issuer(),
    keys: await readKeys(auth),
    clock,
    clockSkewSeconds,
  };
  const foreign = Object.entries(auth.issuers).map(([alias, one]) =>
    createOidcVerifier(oidcIssuer(alias, one), {
      fetch: globalThis.fetch,
      clock,
      clockSkewSeconds,
      onFault: (error) => log.warn({ issuer: alias, err: faultOf(error) }, "keys of an issuer cannot be had"),
    }),
  );
  const ownVerifier = createOwnTokenVerifier(own, createTokenStanding(access, clock));
  const takesOwn = own.keys.verifiers.length > 0;
  const { signer } = own.keys;
  return {
    verifier: createTokenVerifier({ issuers: [...(takesOwn ? [ownVerifier] : []), ...foreign], clock }),
    takesTokens: takesOwn,
    givesTokens: signer !== undefined,
    issuers: Object.entries(auth.issuers)
      .filter(([, { jwksUri }]) => jwksUri === undefined)
      .map(([alias, { issuer: address }]) => ({ alias, issuer: address })),
    oauth:
      signer &&
      createOAuthServer({
        access,
        own,
        signer,
        verifier: ownVerifier,
        tokenSeconds: auth.tokenSeconds,
        clock,
        newId: randomUUID,
        audit,
      }),
  };
}

async function readKeys({ jwtSecret, previousJwtSecret, jwtKeys }: Config["auth"]) {
  const secrets = [jwtSecret, previousJwtSecret].flatMap((secret) =>
    secret === undefined ? [] : [secret.reveal()],
  );
  return readTokenKeys({ secrets, files: await Promise.all(jwtKeys.map(readKeyFile)) });
}

async function readKeyFile(file: string): Promise<{ readonly file: string; readonly pem: string }> {
  try {
    return { file, pem: await readFile(file, "utf8") };
  } catch (cause) {
    throw new TokenKeyError(file, "the file cannot be read", { cause });
  }
}

function oidcIssuer(alias: string, config: IssuerConfig): OidcIssuer {
  const { claims, audience } = config;
  return {
    issuer: config.issuer,
    jwksUri: config.jwksUri,
    audience: typeof audience === "string" ? [audience] : audience,
    algorithms: config.algorithms,
    accessTokensOnly: config.accessTokensOnly,
    mapping: {
      alias,
      owner: claims.owner,
      ownerPrefix: config.ownerPrefix ?? `${alias}:`,
      tenant: claims.tenant,
      fallbackTenant: config.tenant,
      tenants: config.tenants,
      tier: claims.tier,
      fallbackTier: config.tier,
      scopes: typeof claims.scopes === "string" ? [claims.scopes] : claims.scopes,
      scopePrefix: config.scopePrefix,
      scopeMap: config.scopeMap,
      grant: config.grant,
      requiredClaims: config.requiredClaims,
    },
  };
}
