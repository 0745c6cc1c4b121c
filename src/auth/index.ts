export type { Authentication, Authenticator, RequestHeaders } from "./authenticator.ts";
export { createAuthenticatorChain, type TokenVerifier } from "./authenticator-chain.ts";
export { type AuthError, KeyFileError, KeyNotFoundError } from "./errors.ts";
export { createKeyAuthenticator } from "./keys/key-authenticator.ts";
export { createKeyRing, type KeyRequest, type KeyRing } from "./keys/key-ring.ts";
export type { KeyRecord, KeyStore } from "./keys/key-store.ts";
export { openKeyFile } from "./keys/open-key-file.ts";
export { ANYBODY, createOpenAuthenticator } from "./open-authenticator.ts";
export { DEFAULT_TIER, isScope, mayUse, type Principal, SCOPES, type Scope } from "./principal.ts";
