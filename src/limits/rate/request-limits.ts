import { LIMIT_SCOPES, type LimitedCaller, type LimitScope, scopeName } from "../caller.ts";
import { LimitStoreError, RateLimitedError } from "../errors.ts";
import type { Tier, TierBook } from "../tiers.ts";
import type { CreateRateLimiter, RateLimiter } from "./rate-limiter.ts";

/** What a request's answer says of the limits, as in draft-ietf-httpapi-ratelimit-headers. */
export interface Admission {
  /** `RateLimit-Policy`. */
  readonly policy: string;
  /** `RateLimit`. */
  readonly left: string;
  /** Set where the request is not to be answered. */
  readonly refusal: RateLimitedError | undefined;
}

/** Counts requests and says which are too many. */
export interface RequestLimits {
  /**
   * Counts one request of the caller; undefined where nothing limits it. A request that one limit refuses is not counted
   * by those behind it.
   * @throws LimitStoreError
   */
  admit(caller: LimitedCaller): Promise<Admission | undefined>;
}

export interface RequestLimitsDeps {
  readonly tiers: TierBook;
  readonly createLimiter: CreateRateLimiter;
  /** Told why a store failed, and of each request that was refused. */
  readonly onStoreDown?: (error: unknown) => void;
  readonly onLimited?: (scope: LimitScope, tier: string) => void;
}

/** One number of a tier. */
interface Rule {
  readonly scope: LimitScope;
  readonly limiter: RateLimiter;
  /** What stands before the number that is left. */
  readonly prefix: string;
  readonly policy: string;
}

interface RulesOfTier {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** All policies, as the header has them. */
  readonly policy: string;
}

export function createRequestLimits(deps: RequestLimitsDeps): RequestLimits {
  const byTier = new Map<Tier, RulesOfTier>();
  const rulesOf = (caller: LimitedCaller): RulesOfTier => {
    const { name, tier } = deps.tiers.find(caller.tier);
    let rules = byTier.get(tier);
    if (rules === undefined) {
      rules = rulesOfTier(name, tier, deps.createLimiter);
      byTier.set(tier, rules);
    }
    return rules;
  };
  return {
    async admit(caller) {
      const { name, rules, policy } = rulesOf(caller);
      if (rules.length === 0) return undefined;
      let left = "";
      for (const { scope, limiter, prefix } of rules) {
        const { refused, remaining, resetSeconds } = await take(limiter, scopeName(scope, caller), deps);
        left += `${left === "" ? "" : ", "}${prefix}${remaining};t=${resetSeconds}`;
        if (refused) {
          deps.onLimited?.(scope, name);
          return { policy, left, refusal: new RateLimitedError(scope, resetSeconds) };
        }
      }
      return { policy, left, refusal: undefined };
    },
  };
}

async function take(limiter: RateLimiter, key: string, deps: RequestLimitsDeps) {
  try {
    return await limiter.take(key);
  } catch (error) {
    deps.onStoreDown?.(error);
    throw new LimitStoreError({ cause: error });
  }
}

/** Windows of each scope, the shorter one first. The key's own minute is what the drafts call the burst. */
const WINDOWS = [
  { field: "requestsPerMinute", name: "burst", seconds: 60 },
  { field: "requestsPerHour", name: "sustained", seconds: 3_600 },
] as const;

function rulesOfTier(tierName: string, tier: Tier, createLimiter: CreateRateLimiter): RulesOfTier {
  const rules = LIMIT_SCOPES.flatMap((scope) =>
    WINDOWS.flatMap(({ field, name, seconds }): Rule[] => {
      const max = tier[scope]?.[field];
      if (max === undefined || max === 0) return [];
      const policy = scope === "key" ? name : `${name}-${scope}`;
      // Counted together whatever the tier, so that a change of tier gives no fresh window.
      const limiter = createLimiter({ name: `${scope}-${seconds}`, max, windowSeconds: seconds });
      return [{ scope, limiter, prefix: `"${policy}";r=`, policy: `"${policy}";q=${max};w=${seconds}` }];
    }),
  );
  return { name: tierName, rules, policy: rules.map(({ policy }) => policy).join(", ") };
}
