import { DEFAULT_TIER } from "#auth";
import type { Config } from "#config";
import type { PriorityOf } from "#engine";
import { createTierBook } from "#limits";
import { callerOfTask } from "./caller-of-task.ts";
import { tiersOfConfig } from "./tiers-of-config.ts";

/** A task's priority is that of the tier of who sent it, or continued it last. */
export function createPriorityOf(config: Pick<Config, "limits">): PriorityOf {
  const all = tiersOfConfig(config);
  if (Object.values(all).every(({ task }) => (task?.priority ?? 1) === 1)) return () => 1;
  const tiers = createTierBook(all, DEFAULT_TIER, () => undefined);
  return ({ tenant, owner }, request) =>
    tiers.find(callerOfTask({ tenant, owner, request }).tier).tier.task?.priority ?? 1;
}
