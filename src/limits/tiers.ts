import type { LimitScope } from "./caller.ts";

/** What one scope of a caller may use. What is left out is not limited. */
export interface ScopeLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly requestsPerHour?: number | undefined;
  /** Tasks that are unfinished at a time. */
  readonly concurrentTasks?: number | undefined;
  /** Prompt and completion tokens of remote models in a UTC day. */
  readonly remoteTokensPerDay?: number | undefined;
  /** US dollars in a UTC day. */
  readonly costPerDay?: number | undefined;
}

/** What a caller may use: each of its scopes, and each of its tasks. A request has to pass them all. */
export interface Tier extends Readonly<Partial<Record<LimitScope, ScopeLimits | undefined>>> {
  readonly task?: TaskLimits | undefined;
}

export interface TaskLimits {
  readonly maxRemoteTokens?: number | undefined;
  /** US dollars. */
  readonly maxCost?: number | undefined;
  /** Turns that an owner gets with them, where tasks wait, for each turn of one whose tasks have priority 1, the default. */
  readonly priority?: number | undefined;
}

export interface NamedTier {
  readonly name: string;
  readonly tier: Tier;
}

/** The tiers as configured. */
export interface TierBook {
  /** A tier that nobody configured is the default one: a slip in a key's tier must not shut its owner out. */
  find(name: string): NamedTier;
  has(name: string): boolean;
}

/** Names that are told once each; more are told no more, since tokens may bring any number of them. */
const MAX_TOLD = 100;

/** @param onUnknown told once of each name that is no tier */
export function createTierBook(
  tiers: Readonly<Record<string, Tier>>,
  defaultTier: string,
  onUnknown: (name: string) => void,
): TierBook {
  const known = new Map(Object.entries(tiers).map(([name, tier]) => [name, { name, tier }]));
  const otherwise = known.get(defaultTier) ?? { name: defaultTier, tier: {} };
  const told = new Set<string>([defaultTier]);
  return {
    find(name) {
      const found = known.get(name);
      if (found !== undefined) return found;
      if (!told.has(name) && told.size < MAX_TOLD) {
        told.add(name);
        onUnknown(name);
      }
      return otherwise;
    },
    has: (name) => name === defaultTier || known.has(name),
  };
}
