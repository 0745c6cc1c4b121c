export type { ResultCache, ResultKey } from "./result-cache.ts";
export {
  type KeepOutcome,
  type LookUpOutcome,
  type OwnersResults,
  ReusedResults,
  type ReusedResultsDeps,
} from "./reused-results.ts";
