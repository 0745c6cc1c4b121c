export { askCoordinator, type CoordinatorHealth } from "./coordinator-health.ts";
export { distributedInferenceFactory } from "./distributed-inference-factory.ts";
export {
  createDistributedInferenceModel,
  type DistributedInferenceDeps,
} from "./distributed-inference-model.ts";
