export {
  type FetchFailure,
  type FetchingError,
  UrlFetchFailedError,
  type UrlRefusal,
  UrlRefusedError,
} from "./errors.ts";
export type { Resolve } from "./guarded-connector.ts";
export {
  createGuardedFetcher,
  type FetchedUrl,
  type FetcherOptions,
  type GuardedFetcher,
} from "./guarded-fetcher.ts";
export type { UrlAllowance } from "./url-rules.ts";
