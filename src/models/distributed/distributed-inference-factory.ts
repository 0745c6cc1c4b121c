import { ProviderUnavailableError } from "../errors/index.ts";
import type { ModelFactory } from "../model-factory.ts";
import { createDistributedInferenceModel } from "./distributed-inference-model.ts";

/**
 * Opens `distributed_inference/auto`, or a model by the name that the nodes know it by.
 *
 * @throws ProviderUnavailableError where the provider was opened without an address.
 */
export const distributedInferenceFactory: ModelFactory = (ref, { endpoint, transport, runtime }) => {
  if (endpoint === undefined || transport === undefined) throw new ProviderUnavailableError(ref.provider);
  return createDistributedInferenceModel(ref, { endpoint, transport, runtime });
};
