import type { Config } from "#config";
import type { Extractor } from "#documents";
import type { Clock } from "#kernel";
import type { Prices, Workbench } from "#minions";
import type { ModelRegistry } from "#models";
import type { Log } from "./log.ts";

/** What runs of one runtime share. */
export interface RuntimeParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly extractor: Extractor;
  readonly registry: ModelRegistry;
  readonly workbench: Workbench;
  readonly prices: Prices;
  readonly log: Log;
}
