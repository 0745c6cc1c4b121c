import { AppError } from "#kernel";
import { createGuardedFetcher, type FetcherOptions, type GuardedFetcher } from "../guarded-fetcher.ts";

/** Stands for the public internet; every other address of this machine stands for the private network. */
export const PUBLIC = "127.0.0.1";
export const PRIVATE = "127.0.0.2";
export const MAX_BYTES = 1_000;

/** Finds every name at {@link PUBLIC}. */
export function localFetcher(overrides: Partial<FetcherOptions> = {}): GuardedFetcher {
  return createGuardedFetcher({
    allow: { http: true, addresses: [PUBLIC] },
    maxBytes: MAX_BYTES,
    timeoutMs: 20_000,
    resolve: async () => [PUBLIC],
    ...overrides,
  });
}

export async function failureOf(fetching: Promise<unknown>): Promise<AppError> {
  const error: unknown = await fetching.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected a typed failure, got ${String(error)}`);
  return error;
}
