import { ReusedResults } from "#cache";
import type { Metrics } from "#http";
import { type RedisConnection, RedisResultCache } from "#redis";
import type { DatabaseStores } from "#stores";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import { type Reuse, reuseState } from "./reuse-of-task.ts";

const BYTES_PER_MEGABYTE = 1_048_576;
const MS_PER_HOUR = 3_600_000;

export interface ReuseDeps {
  readonly parts: Pick<RuntimeParts, "config" | "log">;
  readonly stores: Pick<DatabaseStores, "results">;
  readonly redis: Pick<RedisConnection, "client"> | undefined;
  readonly metrics: Pick<Metrics, "resultLookedUp" | "resultKept">;
  readonly version: string;
}

/**
 * Opens the result cache as configured, in Redis where there is one; undefined where it is off. What an earlier configuration
 * left in the database goes.
 */
export async function openReuse(deps: ReuseDeps): Promise<Reuse | undefined> {
  const { parts, stores, redis, metrics, version } = deps;
  const { config, log } = parts;
  const { results: isOn, resultHours, resultMegabytes } = config.cache;
  const onFault = (error: unknown): void =>
    log.warn({ err: faultOf(error) }, "the result cache does not answer: models are asked anew");
  const maxBytes = resultMegabytes * BYTES_PER_MEGABYTE;
  await stores.results.trim(isOn && redis === undefined ? maxBytes : 0).catch(onFault);
  if (!isOn) return undefined;
  const results = new ReusedResults({
    ...{ maxBytes, onFault, ttlMs: resultHours * MS_PER_HOUR },
    cache: redis === undefined ? stores.results : new RedisResultCache(redis),
    onLookUp: (outcome) => metrics.resultLookedUp(outcome),
    onKeep: (outcome) => metrics.resultKept(outcome),
  });
  return { results, state: reuseState(version, config) };
}
