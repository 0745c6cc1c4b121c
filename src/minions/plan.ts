import { z } from "zod";
import { CHUNKING_STRATEGIES, RETRIEVAL_METHODS } from "./chunk.ts";

const keywordWeights = z
  .record(z.string().min(1).max(200), z.number().positive().max(1000))
  .describe("Keyword or phrase to its weight; the most telling words weigh most.");

/**
 * Decomposition without code: which chunks, which of them, which tasks on each, and how outputs are put together.
 * Serves models that are poor at code and deployments that forbid it.
 */
export const planSchema = z.object({
  chunking: z.object({
    strategy: z.enum(CHUNKING_STRATEGIES),
    size: z.number().int().min(200).max(50_000).nullish(),
    overlap: z.number().int().min(0).max(5_000).nullish(),
    pagesPerChunk: z.number().int().min(1).max(50).nullish(),
  }),
  /** Which documents to read, by id; null means all. */
  documents: z.array(z.string()).nullish(),
  filter: z
    .object({
      method: z.enum(RETRIEVAL_METHODS),
      topK: z.number().int().min(1).max(200),
      keywords: keywordWeights.nullish(),
      queries: z.array(z.string().min(1).max(2_000)).max(20).nullish(),
    })
    .nullish(),
  tasks: z
    .array(
      z.object({
        task: z.string().min(1).max(4_000),
        advice: z.string().max(4_000).nullish(),
        /** Narrows this task to its own chunks; without it the plan's filter holds. */
        filter: z.object({ keywords: keywordWeights, topK: z.number().int().min(1).max(200) }).nullish(),
      }),
    )
    .min(1)
    .max(10),
  aggregation: z.enum(["by-task", "by-chunk", "answered-only"]),
});

export type DecompositionPlan = z.infer<typeof planSchema>;
