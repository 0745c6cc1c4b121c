import type { Principal } from "./principal.ts";

/** Headers by lower-case name, as Node's HTTP server has them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What the headers prove. `none`: no credentials were given. `invalid`: some were, and they are worth nothing.
 * `unavailable`: they cannot be checked now, since who vouches for them does not answer; worth another try later.
 */
export type Authentication =
  | Principal
  | { readonly kind: "none" }
  | { readonly kind: "invalid" }
  | { readonly kind: "unavailable"; readonly retryAfterSeconds: number };

/** Tells who sends a request. It never says why credentials are worth nothing: that would help only who guesses. */
export interface Authenticator {
  authenticate(headers: RequestHeaders): Promise<Authentication>;
}
