/**
 * The library: everything that the command line uses, for programs of your own.
 *
 * `createRuntime(await loadConfig(…))` is the whole thing wired together; `startRun` is a bare protocol run over
 * models, documents and a workbench that you bring.
 */
export {
  type AnyAppError,
  type AskEvent,
  type AskRequest,
  createRuntime,
  type DocumentFile,
  DocumentMissingError,
  DocumentsRefusedError,
  type EvaluateEvent,
  type EvaluateRequest,
  type EvaluationReport,
  InvalidMetadataError,
  PriceTableInvalidError,
  type Runtime,
  type RuntimeOverrides,
} from "#app";
export {
  type Config,
  type ConfigSources,
  ConfigurationFileError,
  InvalidConfigurationError,
  loadConfig,
  Secret,
} from "#config";
export { createExtractor, describeRefusal, type ExtractionOutcome, type Extractor } from "#documents";
export { createExtractiveModel } from "#embedded";
export { readQuestionSet, scoreQuestion, summarise } from "#evaluation";
export { AbortedError, AppError, type Clock, systemClock, TimedOutError } from "#kernel";
export * from "#minions";
export {
  createModelRegistry,
  listProviders,
  type ModelRegistry,
  type ProviderSettings,
  type ProviderStatus,
  systemRuntime,
} from "#models";
export { createWorkbench } from "#workbench";
