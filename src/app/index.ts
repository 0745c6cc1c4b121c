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
export type { AskRequest } from "./ask.ts";
export type { AskEvent } from "./ask-event.ts";
export { DocumentsRefusedError, type RefusedDocument } from "./document-errors.ts";
export type { DocumentFile } from "./document-file.ts";
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
