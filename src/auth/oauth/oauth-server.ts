import type { AuditLog } from "#audit";
import type { Clock } from "#kernel";
import type { AccessStores } from "../access-stores.ts";
import type { Credential } from "../credentials/credential.ts";
import { type Principal, SCOPES } from "../principal.ts";
import { type OwnTokenSettings, signToken } from "../tokens/own-tokens.ts";
import type { TokenKey } from "../tokens/token-keys.ts";
import type { IssuerVerifier, VerifiedToken } from "../tokens/verified-token.ts";
import { authenticateClient } from "./authenticate-client.ts";
import { grantScopes } from "./grant-scopes.ts";
import { granted, type OAuthAnswer, type OAuthRequest, refused } from "./oauth-answer.ts";
import { type FormFields, readForm } from "./read-form.ts";

export interface OAuthServerDeps {
  readonly access: Pick<AccessStores, "clients" | "revokedTokens">;
  readonly own: OwnTokenSettings;
  readonly signer: TokenKey;
  /** Checks own tokens. */
  readonly verifier: IssuerVerifier;
  readonly tokenSeconds: number;
  readonly clock: Clock;
  /** Gives an id that nobody else has or guesses. */
  readonly newId: () => string;
  readonly audit: AuditLog;
  /** Told of each client that got a token. */
  readonly onUsed?: (clientId: string) => void;
}

/** Where tokens are given out, looked up and taken back: OAuth 2.0 for clients that act for themselves. */
export interface OAuthServer {
  /** RFC 6749, section 4.4. */
  token(request: OAuthRequest): Promise<OAuthAnswer>;
  /** RFC 7662; `admin` asks by a bearer token or key instead of as a client, and may ask about all tokens. */
  introspect(request: OAuthRequest, admin?: Principal): Promise<OAuthAnswer>;
  /** RFC 7009. */
  revoke(request: OAuthRequest, admin?: Principal): Promise<OAuthAnswer>;
  /** RFC 8414. */
  metadata(baseUrl: string): object;
  /** Public keys; none where tokens are signed with a secret. */
  jwks(): object;
}

export function createOAuthServer(deps: OAuthServerDeps): OAuthServer {
  return {
    token: (request) => token(request, deps),
    introspect: (request, admin) => introspect(request, admin, deps),
    revoke: (request, admin) => revoke(request, admin, deps),
    metadata: (baseUrl) => metadata(baseUrl, deps.own),
    jwks: () => ({ keys: deps.own.keys.publicKeys }),
  };
}

async function token(request: OAuthRequest, deps: OAuthServerDeps): Promise<OAuthAnswer> {
  const asking = await asClient(request, deps);
  if (asking.kind === "refused") return asking.answer;
  const { client, fields } = asking;
  const grantType = fields.get("grant_type");
  if (grantType === undefined) return refused("invalid_request", "grant_type is missing.");
  if (grantType !== "client_credentials") {
    return refused("unsupported_grant_type", "Only client_credentials is supported.");
  }
  const resource = fields.get("resource");
  if (resource !== undefined && resource !== deps.own.audience()) {
    return refused("invalid_target", "There are no tokens for this resource here.");
  }
  const scopes = grantScopes(fields.get("scope"), client.scopes);
  if (scopes === undefined) {
    return refused("invalid_scope", "The client may not have one of the scopes, or there is no such scope.");
  }
  return issue(client, scopes, deps);
}

async function issue(
  client: Credential,
  scopes: Credential["scopes"],
  { own, signer, tokenSeconds, clock, newId, audit, onUsed }: OAuthServerDeps,
): Promise<OAuthAnswer> {
  const { id: clientId, owner, tenant, tier } = client;
  const tokenId = newId();
  const claims = { tokenId, clientId, owner, tenant, tier, scopes, lifetimeSeconds: tokenSeconds };
  const text = await signToken(claims, signer, own);
  const scope = scopes.join(" ");
  onUsed?.(clientId);
  audit.append({
    action: "token-issued",
    actor: { kind: "principal", owner, tenant, keyId: clientId },
    outcome: "done",
    target: tokenId,
    details: { scopes: scope, expiresAt: new Date(clock.now() + tokenSeconds * 1_000).toISOString() },
  });
  return granted({ access_token: text, token_type: "Bearer", expires_in: tokenSeconds, scope });
}

async function introspect(
  request: OAuthRequest,
  admin: Principal | undefined,
  deps: OAuthServerDeps,
): Promise<OAuthAnswer> {
  const asking = await askedAbout(request, admin, deps);
  if (asking.kind === "refused") return asking.answer;
  const { found } = asking;
  const visible = found !== undefined && mayKnow(asking, found);
  return granted(visible ? described(found, deps.own) : { active: false });
}

async function revoke(
  request: OAuthRequest,
  admin: Principal | undefined,
  deps: OAuthServerDeps,
): Promise<OAuthAnswer> {
  const asking = await askedAbout(request, admin, deps);
  if (asking.kind === "refused") return asking.answer;
  const { found } = asking;
  // What is no token any more needs no revoking (RFC 7009, section 2.2).
  if (found?.tokenId === undefined) return granted(undefined);
  if (!mayKnow(asking, found))
    return refused("unauthorized_client", "The token was given to another client.");
  await deps.access.revokedTokens.revoke(found.tokenId, found.expiresAt);
  await deps.access.revokedTokens.prune(deps.clock.now());
  const by = asking.kind === "admin" ? admin : undefined;
  const { owner, tenant, keyId } = by ?? { ...found.principal };
  deps.audit.append({
    action: "token-revoked",
    actor: { kind: "principal", owner, tenant, keyId },
    outcome: "done",
    target: found.tokenId,
    details: {},
  });
  return granted(undefined);
}

type Asking =
  | { readonly kind: "client"; readonly client: Credential; readonly fields: FormFields }
  | { readonly kind: "admin"; readonly fields: FormFields }
  | { readonly kind: "refused"; readonly answer: OAuthAnswer };

async function asClient(
  request: OAuthRequest,
  deps: OAuthServerDeps,
): Promise<Exclude<Asking, { kind: "admin" }>> {
  const form = readForm(request);
  if (form.kind === "refused") return form;
  const found = await authenticateClient(request, form.fields, {
    clients: deps.access.clients,
    clock: deps.clock,
  });
  return found.kind === "client" ? { ...found, fields: form.fields } : found;
}

function asAdmin(request: OAuthRequest): Exclude<Asking, { kind: "client" }> {
  const form = readForm(request);
  return form.kind === "refused" ? form : { kind: "admin", fields: form.fields };
}

/** Who asks about which token; `found` is undefined for one that is worth nothing. */
async function askedAbout(request: OAuthRequest, admin: Principal | undefined, deps: OAuthServerDeps) {
  const asking = admin === undefined ? await asClient(request, deps) : asAdmin(request);
  if (asking.kind === "refused") return asking;
  const text = asking.fields.get("token");
  if (text === undefined) {
    return { kind: "refused", answer: refused("invalid_request", "token is missing.") } as const;
  }
  return { ...asking, found: await living(text, deps) };
}

function mayKnow(asking: Exclude<Asking, { kind: "refused" }>, token: VerifiedToken): boolean {
  return asking.kind === "admin" || asking.client.id === token.clientId;
}

/** The token, where it is one of this server's own and still worth something. */
async function living(text: string, { verifier }: OAuthServerDeps): Promise<VerifiedToken | undefined> {
  const verified = await verifier.verify(text);
  if (verified.kind !== "verified") return undefined;
  const now = await verifier.standing(verified);
  return now.kind === "verified" ? now : undefined;
}

function described(
  { principal, expiresAt, tokenId, clientId }: VerifiedToken,
  own: OwnTokenSettings,
): object {
  return {
    active: true,
    token_type: "Bearer",
    scope: [...principal.scopes].join(" "),
    ...(clientId === undefined ? {} : { client_id: clientId }),
    sub: principal.owner,
    tenant: principal.tenant,
    tier: principal.tier,
    iss: own.issuer(),
    aud: own.audience(),
    exp: Math.floor(expiresAt / 1_000),
    ...(tokenId === undefined ? {} : { jti: tokenId }),
  };
}

const CLIENT_METHODS = ["client_secret_basic", "client_secret_post"];

function metadata(baseUrl: string, { issuer }: OwnTokenSettings): object {
  return {
    issuer: issuer(),
    token_endpoint: `${baseUrl}/oauth/token`,
    jwks_uri: `${baseUrl}/oauth/jwks`,
    introspection_endpoint: `${baseUrl}/oauth/introspect`,
    revocation_endpoint: `${baseUrl}/oauth/revoke`,
    scopes_supported: SCOPES,
    response_types_supported: [],
    grant_types_supported: ["client_credentials"],
    token_endpoint_auth_methods_supported: CLIENT_METHODS,
    introspection_endpoint_auth_methods_supported: CLIENT_METHODS,
    revocation_endpoint_auth_methods_supported: CLIENT_METHODS,
  };
}
