import type { Principal } from "./principal.ts";

/** Headers by lower-case name, as Node's HTTP server has them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What the headers prove. `none`: no credentials were given. `invalid`: some were, and they are worth nothing. */
export type Authentication = Principal | { readonly kind: "none" } | { readonly kind: "invalid" };

/** Tells who sends a request. It never says why credentials are worth nothing: that would help only who guesses. */
export interface Authenticator {
  authenticate(headers: RequestHeaders): Promise<Authentication>;
}
