export { type LlamaCppDefaults, llamaCppFactory } from "./llama-cpp-factory.ts";
export { createLlamaCppModel } from "./llama-cpp-model.ts";
export { llamaCppProbe } from "./llama-cpp-probe.ts";
export { type ImportPackage, importPackage } from "./native/load-binding.ts";
export type { LlamaCppDeps, LlamaCppSettings } from "./settings.ts";
