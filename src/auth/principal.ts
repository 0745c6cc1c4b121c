/** What a caller may do. `admin` includes all the others. */
export const SCOPES = [
  "minion:query",
  "minions:query",
  "tasks:read",
  "tasks:write",
  "metrics:read",
  "admin",
] as const;

export type Scope = (typeof SCOPES)[number];

/** What a client of the server needs, and all that it gets where nothing else is said. */
export const CLIENT_SCOPES = [
  "minion:query",
  "minions:query",
  "tasks:read",
  "tasks:write",
] as const satisfies readonly Scope[];

/** What each scope is for, for cards and help. */
export const SCOPE_TEXTS = {
  "minion:query": "Ask by the skill minion_query.",
  "minions:query": "Ask by the skill minions_query.",
  "tasks:read": "Read one's own tasks.",
  "tasks:write": "Cancel one's own tasks.",
  "metrics:read": "Read the server's metrics and the state of its parts.",
  admin: "All of these, and what is for the server's operators.",
} as const satisfies Record<Scope, string>;

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

/** Tier of who has no other. */
export const DEFAULT_TIER = "default";

/** Who is asking, as far as it was proved. */
export interface Principal {
  readonly kind: "principal";
  /** Whose tasks these are; several keys may stand for one owner. */
  readonly owner: string;
  readonly tenant: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Names the credential in logs and limits; never a secret. */
  readonly keyId: string;
  /** Names the limits that hold for the caller. */
  readonly tier: string;
  /** True where nobody had to prove anything. */
  readonly anonymous?: boolean;
}

export function mayUse(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has("admin") || principal.scopes.has(scope);
}
