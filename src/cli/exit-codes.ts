import type { AnyAppError } from "#app";
import type { ClientError } from "./client/errors.ts";
import type { CliError } from "./errors.ts";

/** Every code of a typed failure, also of those that only clients of a server meet: a failed task tells its code here. */
export type AnyErrorCode = (AnyAppError | CliError | ClientError)["code"];

export const EXIT_ANSWERED = 0;
export const EXIT_UNEXPECTED = 1;
export const EXIT_USAGE = 2;
export const EXIT_NO_ANSWER = 3;
export const EXIT_DOCUMENTS = 4;
export const EXIT_MODEL_SETUP = 5;
export const EXIT_MODEL_FAILED = 6;
export const EXIT_TIMED_OUT = 7;
export const EXIT_PRIVACY = 8;
export const EXIT_PROTOCOL = 9;
export const EXIT_OUTPUT = 10;
export const EXIT_SERVER = 11;
export const EXIT_EGRESS = 12;
export const EXIT_PENDING = 13;
export const EXIT_TAMPERED = 14;
export const EXIT_ABORTED = 130;
/** As a shell reports a command that died of SIGPIPE. */
export const EXIT_OUTPUT_CLOSED = 141;

/** What each exit code means, for help and reference. */
export const EXIT_CODE_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT_ANSWERED, "done; for ask: answered"],
  [EXIT_UNEXPECTED, "a fault inside the program"],
  [EXIT_USAGE, "command line or configuration cannot be used"],
  [EXIT_NO_ANSWER, "the run ended without an answer"],
  [EXIT_DOCUMENTS, "a document or another input file cannot be used"],
  [EXIT_MODEL_SETUP, "a model cannot be used as set up: unknown provider, missing key, missing model"],
  [EXIT_MODEL_FAILED, "a model failed: not reachable, refused, rate-limited"],
  [EXIT_TIMED_OUT, "a time limit passed"],
  [EXIT_PRIVACY, "privacy mode blocked what could not be hidden"],
  [EXIT_PROTOCOL, "the supervisor gave nothing that can be run"],
  [EXIT_OUTPUT, "the result cannot be written"],
  [EXIT_SERVER, "a server cannot be reached, refuses, or cannot start"],
  [EXIT_EGRESS, "the egress policy forbids it, or what would leave was not approved"],
  [EXIT_PENDING, "for migrate status: the database lacks migrations"],
  [EXIT_TAMPERED, "for audit verify: the audit log is not what was written"],
  [EXIT_ABORTED, "stopped by Ctrl-C or SIGTERM"],
  [EXIT_OUTPUT_CLOSED, "nobody read the output any more"],
];

export const EXIT_CODE_HELP = [
  "Exit codes:",
  ...EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`),
].join("\n");

/** The one table from failures to exit codes; a code that is missing here does not compile. */
export const EXIT_CODES = {
  aborted: EXIT_ABORTED,
  "timed-out": EXIT_TIMED_OUT,
  "privacy-blocked": EXIT_PRIVACY,
  "privacy-unscannable": EXIT_PRIVACY,
  "egress-forbidden": EXIT_EGRESS,
  "egress-approval-needed": EXIT_EGRESS,
  "egress-rejected": EXIT_EGRESS,
  "approval-awaited": EXIT_EGRESS,
  "request-forbidden": EXIT_EGRESS,
  "invalid-usage": EXIT_USAGE,
  "invalid-configuration": EXIT_USAGE,
  "configuration-file-unreadable": EXIT_USAGE,
  "invalid-metadata": EXIT_USAGE,
  "price-table-invalid": EXIT_USAGE,
  "question-empty": EXIT_USAGE,
  "document-required": EXIT_DOCUMENTS,
  "documents-refused": EXIT_DOCUMENTS,
  "file-not-found": EXIT_DOCUMENTS,
  "not-a-file": EXIT_DOCUMENTS,
  "file-unreadable": EXIT_DOCUMENTS,
  "not-a-folder": EXIT_DOCUMENTS,
  "document-missing": EXIT_DOCUMENTS,
  "question-line-invalid": EXIT_DOCUMENTS,
  "question-set-empty": EXIT_DOCUMENTS,
  "history-invalid": EXIT_DOCUMENTS,
  "images-unsupported": EXIT_DOCUMENTS,
  "extractor-closed": EXIT_UNEXPECTED,
  "document-worker-failed": EXIT_UNEXPECTED,
  "unknown-provider": EXIT_MODEL_SETUP,
  "model-reference-malformed": EXIT_MODEL_SETUP,
  "api-key-missing": EXIT_MODEL_SETUP,
  "api-key-rejected": EXIT_MODEL_SETUP,
  "base-url-invalid": EXIT_MODEL_SETUP,
  "provider-unavailable": EXIT_MODEL_SETUP,
  "model-not-found": EXIT_MODEL_SETUP,
  "embedding-unsupported": EXIT_MODEL_SETUP,
  "embedded-has-no-embeddings": EXIT_MODEL_SETUP,
  "optional-package-missing": EXIT_MODEL_SETUP,
  "model-file-unreadable": EXIT_MODEL_SETUP,
  "model-start-failed": EXIT_MODEL_SETUP,
  "in-process-inference-failed": EXIT_MODEL_FAILED,
  "provider-unreachable": EXIT_MODEL_FAILED,
  "provider-rejected": EXIT_MODEL_FAILED,
  "provider-rate-limited": EXIT_MODEL_FAILED,
  "provider-failed": EXIT_MODEL_FAILED,
  "provider-reply-malformed": EXIT_MODEL_FAILED,
  "context-window-exceeded": EXIT_MODEL_FAILED,
  "fallback-exhausted": EXIT_MODEL_FAILED,
  "model-timed-out": EXIT_TIMED_OUT,
  "decomposition-failed": EXIT_PROTOCOL,
  "invalid-chunking": EXIT_PROTOCOL,
  "invalid-retrieval": EXIT_PROTOCOL,
  "vector-dimension-mismatch": EXIT_PROTOCOL,
  "program-call-refused": EXIT_PROTOCOL,
  "workbench-failed": EXIT_UNEXPECTED,
  "grammar-unavailable": EXIT_UNEXPECTED,
  "output-unwritable": EXIT_OUTPUT,
  "document-gone": EXIT_DOCUMENTS,
  "url-refused": EXIT_DOCUMENTS,
  "url-fetch-failed": EXIT_DOCUMENTS,
  "input-required": EXIT_DOCUMENTS,
  "task-failed": EXIT_SERVER,
  "storage-unavailable": EXIT_SERVER,
  "internal-fault": EXIT_UNEXPECTED,
  "extended-card-missing": EXIT_SERVER,
  "extension-required": EXIT_SERVER,
  "request-invalid": EXIT_SERVER,
  "media-type-unsupported": EXIT_SERVER,
  "operation-unsupported": EXIT_SERVER,
  "push-unsupported": EXIT_SERVER,
  "scope-missing": EXIT_SERVER,
  "task-uncancelable": EXIT_SERVER,
  "call-unauthenticated": EXIT_SERVER,
  "protocol-version-unsupported": EXIT_SERVER,
  "authentication-unavailable": EXIT_SERVER,
  "auth-required": EXIT_SERVER,
  "listen-failed": EXIT_SERVER,
  "tls-unusable": EXIT_USAGE,
  "key-not-found": EXIT_SERVER,
  "audit-file-unusable": EXIT_SERVER,
  "token-key-unusable": EXIT_SERVER,
  "client-not-found": EXIT_SERVER,
  "client-worthless": EXIT_SERVER,
  "key-worthless": EXIT_SERVER,
  "key-file-invalid": EXIT_DOCUMENTS,
  "server-key-rejected": EXIT_SERVER,
  "server-refused": EXIT_SERVER,
  "server-reply-unreadable": EXIT_SERVER,
  "server-unreachable": EXIT_SERVER,
  "context-mismatch": EXIT_SERVER,
  "cursor-invalid": EXIT_SERVER,
  "message-conflict": EXIT_SERVER,
  "server-busy": EXIT_SERVER,
  "too-many-tasks": EXIT_SERVER,
  "rate-limited": EXIT_SERVER,
  "budget-exhausted": EXIT_NO_ANSWER,
  "price-unknown": EXIT_NO_ANSWER,
  "logins-limited": EXIT_SERVER,
  "limit-store-unavailable": EXIT_SERVER,
  "shutting-down": EXIT_SERVER,
  "task-busy": EXIT_SERVER,
  "task-ended": EXIT_SERVER,
  "task-not-found": EXIT_SERVER,
  "version-conflict": EXIT_SERVER,
  "body-too-large": EXIT_SERVER,
  "uploads-full": EXIT_SERVER,
  "url-too-long": EXIT_SERVER,
  "envelope-invalid": EXIT_SERVER,
  "json-invalid": EXIT_SERVER,
  "json-refused": EXIT_SERVER,
  "method-not-allowed": EXIT_SERVER,
  "request-unreadable": EXIT_SERVER,
  "route-not-found": EXIT_SERVER,
  "rpc-method-unknown": EXIT_SERVER,
  "too-many-streams": EXIT_SERVER,
  "store-closed": EXIT_SERVER,
  "store-corrupt": EXIT_SERVER,
  "store-full": EXIT_SERVER,
  "store-in-use": EXIT_SERVER,
  "store-too-new": EXIT_SERVER,
  "store-unavailable": EXIT_SERVER,
  "store-not-empty": EXIT_SERVER,
  "store-copy-differs": EXIT_SERVER,
  "store-half-copied": EXIT_SERVER,
  "redis-unusable": EXIT_SERVER,
  "bucket-client-missing": EXIT_SERVER,
  "bucket-unavailable": EXIT_SERVER,
  "document-damaged": EXIT_SERVER,
} satisfies Record<AnyErrorCode, number>;

/** The exit code of a failure by its code; one that no table knows is a fault of the program. */
export function exitCodeOf(errorCode: string, otherwise: number = EXIT_UNEXPECTED): number {
  return Object.entries(EXIT_CODES).find(([code]) => code === errorCode)?.[1] ?? otherwise;
}
