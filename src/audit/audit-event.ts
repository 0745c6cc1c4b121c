/** Whoever did it. Never a secret: a key is named by its id. */
export type AuditActor =
  | { readonly kind: "principal"; readonly owner: string; readonly tenant: string; readonly keyId: string }
  /** Somebody at the command line of the server's own machine, by the name of the operating system's user. */
  | { readonly kind: "operator"; readonly user: string }
  /** Somebody at this address who proved nothing. */
  | { readonly kind: "stranger"; readonly address: string }
  | { readonly kind: "server" };

/** `refused`: somebody wanted it and may not. `failed`: it was allowed and did not happen. */
export type AuditOutcome = "done" | "refused" | "failed";

/**
 * What is written down of each kind of action. Names, ids, counts and hashes alone: never what a message, a document or
 * an answer says, and never anything that lets somebody in.
 */
export interface AuditDetails {
  /** Noted when a credential is first used, and then at most once an hour. */
  "login-succeeded": { readonly method: string; readonly address: string };
  /** `count`: how many of these since the last entry about the same address, this one among them. */
  "login-failed": { readonly method: string; readonly count: number };
  /** A request that was understood and refused: `reason` is the error's own name, such as `SCOPE_MISSING`. */
  "request-refused": { readonly status: number; readonly reason: string; readonly count: number };
  "key-created": CredentialDetails;
  "key-rotated": { readonly previousValidUntil: string | null };
  "key-revoked": NoDetails;
  "keys-exported": { readonly count: number };
  "keys-imported": { readonly added: number; readonly unchanged: number; readonly conflicts: number };
  "client-created": CredentialDetails;
  "client-rotated": { readonly previousValidUntil: string | null };
  "client-revoked": NoDetails;
  "token-issued": { readonly scopes: string; readonly expiresAt: string };
  "token-revoked": NoDetails;
  "task-created": NoDetails;
  "task-cancelled": NoDetails;
  /** What a tenant's policy said of a task: `decision` such as `local-only`, and the rule that said it. */
  "policy-decided": { readonly decision: string; readonly rule: string };
  /** `payloadHash`: SHA-256 of the preview that was decided on. */
  "approval-decided": { readonly decision: "approved" | "rejected"; readonly payloadHash: string };
  /** What left for a provider, by its size and SHA-256. */
  "egress-sent": PayloadDetails;
  /** What would have left, had not the same been replied to before: that reply was taken, and nothing left. */
  "reply-reused": PayloadDetails;
  "admin-read": { readonly what: string };
  "server-started": { readonly version: string };
  "server-stopped": { readonly version: string };
}

interface CredentialDetails {
  readonly name: string;
  readonly owner: string;
  readonly tenant: string;
  readonly tier: string;
  readonly scopes: string;
  readonly expiresAt: string | null;
}

interface PayloadDetails {
  readonly provider: string;
  readonly model: string;
  readonly bytes: number;
  readonly payloadHash: string;
}

type NoDetails = Readonly<Record<never, never>>;

export type AuditAction = keyof AuditDetails;

/** Something to be written down. Texts are cut to a length that no message would fit into. */
export type AuditEvent = {
  readonly [Action in AuditAction]: {
    readonly action: Action;
    readonly actor: AuditActor;
    readonly outcome: AuditOutcome;
    /** Id of the key, client, token or task that it was done to. */
    readonly target?: string;
    readonly details: AuditDetails[Action];
  };
}[AuditAction];
