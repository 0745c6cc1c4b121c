import { z } from "zod";
import { field } from "./field.ts";

/** GGUF files that run inside this process: `llama-cpp/path/to/model.gguf`. */
export const llamaCppSchema = z
  .strictObject({
    contextTokens: field(z.number().int().min(512).max(20_000_000).optional(), {
      description: "Context window of a GGUF file in process; at most what the model was trained for.",
      env: "MINIONS_LLAMA_CPP_CONTEXT_TOKENS",
      unit: "tokens",
      unset: "`run.num_ctx`, else 8192",
    }),
    parallel: field(z.number().int().min(1).max(64).default(2), {
      description: "Requests that a GGUF file answers at once; each takes the memory of one context window.",
      env: "MINIONS_LLAMA_CPP_PARALLEL",
      unit: "requests",
    }),
    threads: field(z.number().int().min(1).max(1024).optional(), {
      description: "Threads that compute. More than there are idle processors makes it many times slower.",
      env: "MINIONS_LLAMA_CPP_THREADS",
      unit: "threads",
      unset: "half of the processors",
    }),
    gpu: field(z.boolean().default(true), {
      description: "Use a GPU where the installed binaries of node-llama-cpp find one.",
      env: "MINIONS_LLAMA_CPP_GPU",
    }),
  })
  .prefault({});
