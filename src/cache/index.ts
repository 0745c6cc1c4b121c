export type { ResultCache, ResultKey } from "./result-cache.ts";
