import type { Config } from "#config";
import { createExtractiveModel, EXTRACTIVE_REF } from "#embedded";
import type { Clock } from "#kernel";
import {
  distributedInferenceFactory,
  importPackage,
  type ListingDeps,
  llamaCppFactory,
  llamaCppProbe,
  type ModelFactories,
} from "#models";

/** The engines and wires that are factories of their own, by the provider name that opens them. */
export function modelFactories({ llamaCpp, run }: Config, clock: Clock): ModelFactories {
  const { contextTokens = run.num_ctx, parallel, threads } = llamaCpp;
  const gpu = llamaCpp.gpu ? "auto" : false;
  return {
    embedded: () => createExtractiveModel({ clock }),
    "llama-cpp": llamaCppFactory(
      { contextTokens, threads, gpu, maxParallel: parallel },
      { clock, importPackage },
    ),
    distributed_inference: distributedInferenceFactory,
  };
}

/** What those engines say of themselves to `a2a-minions providers`. */
export function engineProbes(): NonNullable<ListingDeps["probes"]> {
  return {
    embedded: async () => ({ reachable: true, models: [EXTRACTIVE_REF.model] }),
    "llama-cpp": llamaCppProbe(importPackage),
  };
}
