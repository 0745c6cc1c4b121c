/** Who calls, as authentication found out. Never taken from what a request says about itself. */
export interface Principal {
  /** Whose tasks these are. */
  readonly owner: string;
  /** The authorisation's own tenant; "" where there is but one. */
  readonly tenant: string;
  /** Granted scopes; `admin` includes all. */
  readonly scopes: ReadonlySet<string>;
  /** Names the credential in logs, limits and budgets; never a secret. */
  readonly keyId: string;
  /** Names the limits that hold for the caller. */
  readonly tier: string;
  /** True where the server runs without authentication; such a caller is not "authenticated" for A2A. */
  readonly anonymous?: boolean;
}

/** True when the principal holds the scope, or `admin`. */
export function hasScope(principal: Principal, scope: string): boolean {
  return principal.scopes.has("admin") || principal.scopes.has(scope);
}
