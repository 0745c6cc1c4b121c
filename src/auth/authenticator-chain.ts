import type { Authentication, Authenticator } from "./authenticator.ts";

/** Tells whose token this is; of tokens that are none of its kind, `invalid`. */
export interface TokenVerifier {
  verify(token: string): Promise<Authentication>;
}

/** Three parts with dots between, which no API key has; how long a part is, the verifier minds. */
const JWT_FORM = /^bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i;

/**
 * Takes signed tokens beside API keys. Two credentials in one request are worth nothing: whoever looked at one of them
 * on the way may have meant the other.
 */
export function createAuthenticatorChain(keys: Authenticator, tokens: TokenVerifier): Authenticator {
  return {
    authenticate(headers) {
      const { authorization } = headers;
      if (authorization !== undefined && headers["x-api-key"] !== undefined) return INVALID;
      const token = typeof authorization === "string" ? JWT_FORM.exec(authorization)?.[1] : undefined;
      return token === undefined ? keys.authenticate(headers) : tokens.verify(token);
    },
  };
}

const INVALID: Promise<Authentication> = Promise.resolve({ kind: "invalid" });
