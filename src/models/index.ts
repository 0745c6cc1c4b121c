export { CoolDowns } from "./cool-downs.ts";
export { distributedInferenceFactory } from "./distributed/index.ts";
export * from "./errors/index.ts";
export { FallbackModel } from "./fallback-model.ts";
export { type ModelsRuntime, systemRuntime } from "./http/index.ts";
export { importPackage, type LlamaCppDefaults, llamaCppFactory, llamaCppProbe } from "./llama-cpp/index.ts";
export type { FactoryModel, ModelFactories, ModelFactory, ModelFactoryContext } from "./model-factory.ts";
export { createModelRegistry, type ModelRegistry, type ModelRegistryDeps } from "./model-registry.ts";
export {
  type ListingDeps,
  listProviders,
  type ProviderProbe,
  type ProviderStatus,
} from "./provider-listing.ts";
export { type Destination, destinationsOf } from "./providers/destinations.ts";
export { parseModelReference } from "./providers/model-reference.ts";
export type {
  CallTimeouts,
  EndpointConfig,
  ProviderConfig,
  ProviderSettings,
} from "./providers/provider-settings.ts";
export {
  findProvider,
  PROVIDER_TABLE,
  type ProviderEntry,
  type ProviderWire,
  type StructuredOutput,
} from "./providers/provider-table.ts";
