import { ReusedResults } from "#cache";
import type { Metrics } from "#http";
import type { DatabaseStores } from "#stores";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import { type Reuse, reuseState } from "./reuse-of-task.ts";

const BYTES_PER_MEGABYTE = 1_048_576;
const MS_PER_HOUR = 3_600_000;

export interface ReuseDeps {
  readonly parts: Pick<RuntimeParts, "config" | "log">;
  readonly stores: Pick<DatabaseStores, "results">;
  readonly metrics: Pick<Metrics, "resultLookedUp" | "resultKept">;
  readonly version: string;
}

/**
 * Opens the result cache as configured; undefined where it is off. What an earlier configuration left in the database goes.
 */
export async function openReuse({ parts, stores, metrics, version }: ReuseDeps): Promise<Reuse | undefined> {
  const { config, log } = parts;
  const { results: isOn, resultHours, resultMegabytes } = config.cache;
  const results = new ReusedResults({
    cache: stores.results,
    ttlMs: resultHours * MS_PER_HOUR,
    maxBytes: isOn ? resultMegabytes * BYTES_PER_MEGABYTE : 0,
    onLookUp: (outcome) => metrics.resultLookedUp(outcome),
    onKeep: (outcome) => metrics.resultKept(outcome),
    onFault: (error) =>
      log.warn({ err: faultOf(error) }, "the result cache does not answer: models are asked anew"),
  });
  await results.trim();
  return isOn ? { results, state: reuseState(version, config) } : undefined;
}
