import type { DecompositionPlan } from "../plan.ts";
import type { DecompositionBrief } from "../steps.ts";

/** Chunks that the plan of last resort keeps when retrieval by keywords is allowed. */
const DEFAULT_TOP_K = 20;

/** The plan of last resort: the question itself as the task, on every chunk or on those that match its words best. */
export function defaultPlan(brief: DecompositionBrief): DecompositionPlan {
  const filter =
    brief.retrieval === undefined
      ? null
      : {
          method: brief.retrieval,
          topK: DEFAULT_TOP_K,
          keywords: null,
          queries: [brief.question.slice(0, 2_000)],
        };
  return {
    chunking: { strategy: brief.chunking },
    filter,
    tasks: [{ task: brief.question.slice(0, 4_000), advice: brief.feedback }],
    aggregation: "by-task",
  };
}
