import type { Clock } from "#kernel";
import type { GpuChoice } from "./native/binding.ts";
import type { ImportPackage } from "./native/load-binding.ts";

/** How a GGUF file is run inside this process. */
export interface LlamaCppSettings {
  /** The GGUF file, as the operator named it; relative paths start at the working directory. */
  readonly modelPath: string;
  /** Prompt and reply together, in tokens, for each parallel request; at most what the model was trained for. Default 8,192. */
  readonly contextTokens?: number | undefined;
  /**
   * Threads that compute. Default: half of the processors. They wait for one another busily, so a thread that has to
   * share its processor with other work slows all of them down many times over.
   */
  readonly threads?: number | undefined;
  /** Default `"auto"`: a GPU where an installed binary finds one, else the processor. */
  readonly gpu?: GpuChoice | undefined;
  /** Requests under way at once; each holds a context window of memory. Default 2. */
  readonly maxParallel?: number | undefined;
}

export interface LlamaCppDeps {
  readonly clock: Clock;
  readonly importPackage: ImportPackage;
}
