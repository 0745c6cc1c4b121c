export {
  type ChainCheck,
  EMPTY_CHAIN,
  entriesOf,
  entryOfLine,
  lineOf,
  type SealedEntry,
  verifyChain,
} from "#audit";
export {
  type AuthError,
  CLIENT_SCOPES,
  type ClientRing,
  type Credential,
  type CredentialRequest,
  credentialState,
  exportedKey,
  isScope,
  type KeyImport,
  type KeyRing,
  readExportedKey,
  SCOPES,
  type Scope,
  type StoredCredential,
} from "#auth";
export {
  type EvaluationQuestion,
  type EvaluationSummary,
  isSameDocument,
  type QuestionScore,
  readQuestionSet,
  renderTable,
  summarise,
} from "#evaluation";
export type { ProviderStatus } from "#models";
export type { MigrationStatus } from "#stores";
export type { AskRequest } from "./ask.ts";
export type { AskEvent } from "./ask-event.ts";
export { DocumentsRefusedError, type RefusedDocument } from "./document-errors.ts";
export type { DocumentFile } from "./document-file.ts";
export {
  APPROVAL_FORM,
  type ApprovalRequest,
  approvalRequestOf,
} from "./egress/approval-request.ts";
export type { ApprovalVerdict, AskOwner } from "./egress/policy-gate.ts";
export type { AnyAppError } from "./errors.ts";
export {
  DocumentMissingError,
  type EvaluateEvent,
  type EvaluateRequest,
  type EvaluationReport,
  type EvaluationSetup,
} from "./evaluate.ts";
export { PriceTableInvalidError } from "./price-book.ts";
export { InvalidMetadataError, type MetadataFault } from "./resolve-run.ts";
export { createRuntime, type Runtime, type RuntimeOverrides } from "./runtime.ts";
export { openClientRing } from "./server/access/open-client-ring.ts";
export { type AuditTrail, openAuditTrail } from "./server/audit/open-audit-trail.ts";
export { type PublicResult, RESULT_FORM } from "./server/result/result-artifact.ts";
export { type CopyStoresOptions, copyStores, isDatabaseUrl } from "./server/serve/copy-stores.ts";
export { AuthRequiredError, ListenFailedError, type ServeError } from "./server/serve/errors.ts";
export { migrateStores, storesStatus } from "./server/serve/migrate-stores.ts";
export { openKeyRing } from "./server/serve/open-key-ring.ts";
export { type RunningServer, type ServerSettings, startServer } from "./server/serve/start-server.ts";
