import { createExtractiveModel, EXTRACTIVE_REF } from "#embedded";
import type { Clock } from "#kernel";
import type { ListingDeps, ModelFactories } from "#models";

/** The engines that run inside this process, by the provider name that opens them. */
export function modelFactories(clock: Clock): ModelFactories {
  return {
    embedded: () => createExtractiveModel({ clock }),
  };
}

/** What those engines say of themselves to `a2a-minions providers`. */
export function engineProbes(): NonNullable<ListingDeps["probes"]> {
  return {
    embedded: async () => ({ reachable: true, models: [EXTRACTIVE_REF.model] }),
  };
}
