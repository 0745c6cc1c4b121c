export { type EmbeddedError, NoEmbeddingsError } from "./errors.ts";
export { createExtractiveModel, EXTRACTIVE_REF, type ExtractiveModelDeps } from "./extractive-model.ts";
