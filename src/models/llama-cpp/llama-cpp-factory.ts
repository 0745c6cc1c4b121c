import type { ModelFactory } from "../model-factory.ts";
import { createLlamaCppModel } from "./llama-cpp-model.ts";
import type { GpuChoice } from "./native/binding.ts";
import type { LlamaCppDeps } from "./settings.ts";

/** What is configured for all GGUF files alike, besides what every provider has. */
export interface LlamaCppDefaults {
  /** Prompt and reply together, in tokens, where `contextTokens` names no figure for the file. Default 8,192. */
  readonly contextTokens?: number | undefined;
  /** Default: half of the processors. */
  readonly threads?: number | undefined;
  readonly gpu?: GpuChoice | undefined;
}

/** Opens `llama-cpp/path/to/model.gguf`: the reference's model is the path of the file. */
export function llamaCppFactory(deps: LlamaCppDeps, defaults: LlamaCppDefaults = {}): ModelFactory {
  return (ref, { config }) =>
    createLlamaCppModel(
      {
        ...defaults,
        modelPath: ref.model,
        contextTokens: config.contextTokens?.[ref.model] ?? defaults.contextTokens,
        maxParallel: config.maxConcurrency,
      },
      deps,
    );
}
