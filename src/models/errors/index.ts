import type { CallError } from "./call-errors.ts";
import type { LlamaCppError } from "./llama-cpp-errors.ts";
import type { ModelReferenceError } from "./reference-errors.ts";

export * from "./call-errors.ts";
export * from "./llama-cpp-errors.ts";
export {
  ApiKeyMissingError,
  BaseUrlInvalidError,
  MalformedModelReferenceError,
  ProviderUnavailableError,
  UnknownProviderError,
} from "./reference-errors.ts";

/** Every failure that opening or asking a model can end in, besides the kernel's own (aborted). */
export type ModelsError = ModelReferenceError | CallError | LlamaCppError;
