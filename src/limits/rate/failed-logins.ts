import { addressBlock } from "#kernel";
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

export interface FailedLoginsDeps {
  readonly attempts: number;
  readonly windowSeconds: number;
  readonly createLimiter: CreateRateLimiter;
  readonly onStoreDown?: (error: unknown) => void;
  readonly onLimited?: () => void;
}

export function createFailedLogins(deps: FailedLoginsDeps): FailedLogins {
  const { attempts, windowSeconds, createLimiter } = deps;
  const limiter = createLimiter({ name: "failed-logins", max: attempts, windowSeconds });
  return {
    async note(address) {
      const { refused, resetSeconds } = await limiter.take(addressBlock(address)).catch((error: unknown) => {
        deps.onStoreDown?.(error);
        throw new LimitStoreError({ cause: error });
      });
      if (!refused) return;
      deps.onLimited?.();
      throw new LoginsLimitedError(resetSeconds);
    },
  };
}
