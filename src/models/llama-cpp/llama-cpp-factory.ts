import type { ModelFactory } from "../model-factory.ts";
import { createLlamaCppModel } from "./llama-cpp-model.ts";
import type { LlamaCppDeps, LlamaCppSettings } from "./settings.ts";

/** What is configured for all GGUF files alike. */
export type LlamaCppDefaults = Omit<LlamaCppSettings, "modelPath">;

/** Opens `llama-cpp/path/to/model.gguf`: the reference's model is the path of the file. */
export function llamaCppFactory(defaults: LlamaCppDefaults, deps: LlamaCppDeps): ModelFactory {
  return (ref) => createLlamaCppModel({ ...defaults, modelPath: ref.model }, deps);
}
