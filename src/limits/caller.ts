/** Whom limits are asked for: the part of a principal that they go by. */
export interface LimitedCaller {
  /** Names the credential. */
  readonly keyId: string;
  readonly owner: string;
  readonly tenant: string;
  readonly tier: string;
}

/** Of whom a number holds: one credential, all of an owner's, all of a tenant's. Narrow before wide. */
export const LIMIT_SCOPES = ["key", "owner", "tenant"] as const;

export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** The name under which a scope of a caller is counted; no two callers can be made to look like the same one. */
export function scopeName(scope: LimitScope, { keyId, owner, tenant }: LimitedCaller): string {
  switch (scope) {
    case "key":
      return `key ${keyId}`;
    case "owner":
      return `owner ${tenant.length} ${tenant} ${owner}`;
    case "tenant":
      return `tenant ${tenant}`;
    default:
      return scope satisfies never;
  }
}
