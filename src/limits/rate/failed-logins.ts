import { addressBlock, type Clock } from "#kernel";
import { LimitStoreError, LoginsLimitedError } from "../errors.ts";
import type { CreateRateLimiter } from "./rate-limiter.ts";

/** Counts credentials that were worth nothing, by address. */
export interface FailedLogins {
  /**
   * Counts one more of the address and throws once there are too many. Good credentials are never asked about: behind
   * one address there may be many, and one of them must not be able to shut the others out.
   * @throws LoginsLimitedError, LimitStoreError
   */
  note(address: string): Promise<void>;
}

/** Addresses that are told apart in one window. Beyond them newcomers count as one, so that no crowd fills the memory. */
const MAX_ADDRESSES = 50_000;

const CROWD = "crowd";

export interface FailedLoginsDeps {
  readonly attempts: number;
  readonly windowSeconds: number;
  readonly createLimiter: CreateRateLimiter;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly onStoreDown?: (error: unknown) => void;
  readonly onLimited?: () => void;
}

export function createFailedLogins(deps: FailedLoginsDeps): FailedLogins {
  const { attempts, windowSeconds, createLimiter, clock } = deps;
  const limiter = createLimiter({ name: "failed-logins", max: attempts, windowSeconds });
  let known = new Set<string>();
  let knownSince = Number.NEGATIVE_INFINITY;
  const keyOf = (address: string): string => {
    const now = clock.monotonicMs();
    if (now - knownSince >= windowSeconds * 1_000) {
      known = new Set();
      knownSince = now;
    }
    const block = addressBlock(address);
    if (known.size >= MAX_ADDRESSES && !known.has(block)) return CROWD;
    known.add(block);
    return block;
  };
  return {
    async note(address) {
      const { refused, resetSeconds } = await limiter.take(keyOf(address)).catch((error: unknown) => {
        deps.onStoreDown?.(error);
        throw new LimitStoreError({ cause: error });
      });
      if (!refused) return;
      deps.onLimited?.();
      throw new LoginsLimitedError(resetSeconds);
    },
  };
}
