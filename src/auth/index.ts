export type { AccessStores } from "./access-stores.ts";
export type { Authentication, Authenticator, RequestHeaders } from "./authenticator.ts";
export { createAuthenticatorChain, type TokenVerifier } from "./authenticator-chain.ts";
export type { CredentialRequest } from "./credentials/change-credentials.ts";
export {
  type Credential,
  type CredentialSecret,
  type CredentialState,
  credentialState,
  type StoredCredential,
} from "./credentials/credential.ts";
export type { CredentialStore, Rotation } from "./credentials/credential-store.ts";
export { hashSecret, secretMatches } from "./credentials/secrets.ts";
export {
  type AuthError,
  ClientNotFoundError,
  ClientWorthlessError,
  KeyNotFoundError,
  KeyWorthlessError,
  TokenKeyError,
} from "./errors.ts";
export { exportedKey, type ReadExportedKey, readExportedKey } from "./keys/exported-key.ts";
export type { KeyImport } from "./keys/import-keys.ts";
export { createKeyAuthenticator, type KeyAuthenticatorOptions } from "./keys/key-authenticator.ts";
export { createKeyRing, type KeyRing, type MadeKey } from "./keys/key-ring.ts";
export { UseNotes, type UseNotesDeps } from "./keys/use-notes.ts";
export { type ClientRing, createClientRing, type MadeClient } from "./oauth/client-ring.ts";
export type { OAuthAnswer, OAuthRequest } from "./oauth/oauth-answer.ts";
export { createOAuthServer, type OAuthServer } from "./oauth/oauth-server.ts";
export { createOidcVerifier, type OidcDeps, type OidcIssuer } from "./oidc/issuer-verifier.ts";
export type { ClaimMapping } from "./oidc/map-claims.ts";
export { ANYBODY, createOpenAuthenticator } from "./open-authenticator.ts";
export {
  CLIENT_SCOPES,
  DEFAULT_TIER,
  isScope,
  mayUse,
  type Principal,
  SCOPE_TEXTS,
  SCOPES,
  type Scope,
} from "./principal.ts";
export { createOwnTokenVerifier, type OwnTokenSettings } from "./tokens/own-tokens.ts";
export type { RevokedTokens } from "./tokens/revoked-tokens.ts";
export { readTokenKeys, type TokenKey, type TokenKeys } from "./tokens/token-keys.ts";
export { createTokenStanding } from "./tokens/token-standing.ts";
export { createTokenVerifier } from "./tokens/token-verifier.ts";
export type { IssuerVerifier, VerifiedToken } from "./tokens/verified-token.ts";
