import { DEFAULT_TIER } from "#auth";
import type { Config } from "#config";
import { createTierBook, type Tier, type TierBook } from "#limits";
import type { Log } from "../../log.ts";

/** The tiers that hold: those of the file, and the default one made of the plain settings and what the file lays over. */
export function tiersOfConfig({ limits }: Pick<Config, "limits">): Readonly<Record<string, Tier>> {
  const {
    requestsPerMinute,
    concurrentTasks,
    remoteTokensPerDay,
    costPerDay,
    maxTaskCost,
    maxTaskRemoteTokens,
  } = limits;
  const own = limits.tiers[DEFAULT_TIER];
  const usual: Tier = {
    ...own,
    key: { requestsPerMinute, concurrentTasks, remoteTokensPerDay, costPerDay, ...own?.key },
    task: { maxCost: maxTaskCost, maxRemoteTokens: maxTaskRemoteTokens, ...own?.task },
  };
  return { ...limits.tiers, [DEFAULT_TIER]: usual };
}

/** Tells of a tier that is not configured once, and takes it for the default one. */
export function openTierBook(config: Pick<Config, "limits">, log: Log): TierBook {
  return createTierBook(tiersOfConfig(config), DEFAULT_TIER, (tier) =>
    log.warn(
      { tier: tier.slice(0, 64) },
      "credentials name a tier that is not configured: the default one holds",
    ),
  );
}
