import { createExtractiveModel } from "#embedded";
import type { Clock } from "#kernel";
import type { ModelFactories } from "#models";

/** The engines that run inside this process, by the provider name that opens them. */
export function modelFactories(clock: Clock): ModelFactories {
  return {
    embedded: () => createExtractiveModel({ clock }),
  };
}
