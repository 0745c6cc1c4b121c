import type { EngineError } from "#engine";
import type { KernelError } from "#kernel";
import type { LimitsError } from "#limits";
import type { ErrorKindName } from "./error-kinds.ts";
import type { A2ARoomError, FieldViolation } from "./request-errors.ts";

/** Every typed failure that a call may end with. */
export type CallError = EngineError | KernelError | LimitsError | A2ARoomError;

/** Which kind each failure is to a client. A new failure without a line here does not compile. */
export const KIND_OF_CODE = {
  "version-conflict": "conflict",
  "message-conflict": "invalidParams",
  "cursor-invalid": "invalidParams",
  "task-not-found": "taskNotFound",
  "task-ended": "unsupportedOperation",
  "task-busy": "unsupportedOperation",
  "context-mismatch": "invalidParams",
  "server-busy": "busy",
  "too-many-tasks": "tooManyTasks",
  "rate-limited": "rateLimited",
  "logins-limited": "rateLimited",
  "budget-exhausted": "budgetExhausted",
  "price-unknown": "unsupportedOperation",
  "limit-store-unavailable": "limitsUnavailable",
  "shutting-down": "shuttingDown",
  aborted: "clientLeft",
  "timed-out": "timedOut",
  "request-invalid": "invalidParams",
  "request-forbidden": "permissionDenied",
  "media-type-unsupported": "contentTypeNotSupported",
  "operation-unsupported": "unsupportedOperation",
  "task-uncancelable": "taskNotCancelable",
  "push-unsupported": "pushNotSupported",
  "extended-card-missing": "extendedCardNotConfigured",
  "extension-required": "extensionRequired",
  "protocol-version-unsupported": "versionNotSupported",
  "call-unauthenticated": "unauthenticated",
  "authentication-unavailable": "authenticationUnavailable",
  "scope-missing": "permissionDenied",
  "storage-unavailable": "storageUnavailable",
  "internal-fault": "internal",
} as const satisfies Record<CallError["code"], ErrorKindName>;

/** Which fields of the request are at fault. */
export function violationsOf(error: CallError): readonly FieldViolation[] {
  switch (error.code) {
    case "request-invalid":
    case "request-forbidden":
    case "media-type-unsupported":
    case "operation-unsupported":
      return error.violations;
    case "message-conflict":
      return [{ field: "message.messageId", description: error.message }];
    case "context-mismatch":
      return [{ field: "message.contextId", description: error.message }];
    case "cursor-invalid":
      return [{ field: "pageToken", description: error.message }];
    default:
      return [];
  }
}

/** What `ErrorInfo.metadata` tells beside the code. */
export function factsOf(error: CallError): Readonly<Record<string, string>> {
  switch (error.code) {
    case "message-conflict":
      return { messageId: error.messageId };
    case "server-busy":
    case "authentication-unavailable":
    case "too-many-tasks":
    case "logins-limited":
    case "limit-store-unavailable":
      return { retryAfterSeconds: String(error.retryAfterSeconds) };
    case "budget-exhausted":
      return { scope: error.scope, unit: error.unit };
    case "price-unknown":
      return { model: error.model };
    case "rate-limited":
      return { scope: error.scope, retryAfterSeconds: String(error.retryAfterSeconds) };
    case "extension-required":
      return { extensions: error.uris.join(",") };
    case "protocol-version-unsupported":
      return { supportedVersions: error.supported.join(",") };
    case "scope-missing":
      return { scope: error.scope };
    case "storage-unavailable":
    case "internal-fault":
      return { logId: error.logId };
    default:
      return {};
  }
}

/** Seconds after which it is worth trying again; undefined where waiting does not help. */
export function retryAfterSecondsOf(error: CallError): number | undefined {
  switch (error.code) {
    case "server-busy":
    case "authentication-unavailable":
    case "too-many-tasks":
    case "logins-limited":
    case "limit-store-unavailable":
      return error.retryAfterSeconds;
    case "rate-limited":
    case "budget-exhausted":
      return error.retryAfterSeconds;
    case "shutting-down":
      return 5;
    case "storage-unavailable":
      // A full or failing disk is healed by a person.
      return 30;
    default:
      return undefined;
  }
}

/** RFC 6750, section 3.1: who may not do this is told which scope would let them. Scopes hold no quotes. */
export function challengeOf(error: CallError): string | undefined {
  if (error.code !== "scope-missing") return undefined;
  return `${BEARER_CHALLENGE}, error="insufficient_scope", scope="${error.scope}"`;
}

/** How clients are asked for credentials: API keys, too, are taken as bearer tokens. */
export const BEARER_CHALLENGE = 'Bearer realm="a2a-minions"';
