import type { Model, ModelRef } from "#minions";
import type { ModelsRuntime, ProviderEndpoint, ProviderTransport } from "./http/index.ts";
import type { ProviderConfig } from "./providers/provider-settings.ts";

/** A model that may hold something to free: a loaded file, a worker. */
export type FactoryModel = Model & Partial<AsyncDisposable>;

/** What a factory is given. `endpoint` and `transport` are there for providers with an address, not for in-process ones. */
export interface ModelFactoryContext {
  readonly config: ProviderConfig;
  readonly runtime: ModelsRuntime;
  readonly endpoint?: ProviderEndpoint;
  /** Pooled fetch, concurrency limit, retries and time limits of the provider. */
  readonly transport?: ProviderTransport;
}

/**
 * Makes one model. Must be quick: loading waits for the first request. Called once for each model name, and again when
 * the model was closed in between to make room for others.
 */
export type ModelFactory = (ref: ModelRef, context: ModelFactoryContext) => FactoryModel;

/** By provider id: `embedded`, `llama-cpp`, `distributed_inference`. */
export type ModelFactories = Readonly<Record<string, ModelFactory | undefined>>;
