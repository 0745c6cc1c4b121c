export * from "./accounting/index.ts";
export * from "./chunk.ts";
export * from "./chunking/index.ts";
export * from "./citations/index.ts";
export * from "./contracts.ts";
export * from "./document.ts";
export type { JobOutcomeKind, RunEvent } from "./events.ts";
export * from "./model-port.ts";
export * from "./options.ts";
export * from "./plan.ts";
export { PrivacyBlockedError, type PrivacyError, PrivacyUnscannableError } from "./privacy/index.ts";
export type * from "./result.ts";
export * from "./retrieval/index.ts";
export { checkQuotes } from "./run/check-quotes.ts";
export {
  DecompositionFailedError,
  DocumentRequiredError,
  ImagesUnsupportedError,
  QuestionEmptyError,
  type RunError,
} from "./run/errors.ts";
export { personalDataSchema } from "./run/find-personal-data.ts";
export { isAsAsked } from "./run/is-as-asked.ts";
export { type RunDeps, type RunInput, startRun } from "./run/start-run.ts";
export {
  type EgressGate,
  localOnlyNotice,
  type OutgoingPayload,
  type Supervision,
} from "./run/supervision.ts";
export type * from "./steps.ts";
export type * from "./workbench-port.ts";
