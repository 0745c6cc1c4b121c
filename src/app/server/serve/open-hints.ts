import { type ChannelHints, createChannelHints } from "#engine";
import { systemTimers } from "#kernel";
import { type RedisConnection, redisChannels } from "#redis";
import { postgresChannels } from "#stores";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import type { SharedPostgres } from "./open-server-stores.ts";

export interface HintsParts {
  readonly parts: Pick<RuntimeParts, "config" | "log">;
  /** Names this instance among those that share a database; another at each start. */
  readonly instance: string;
  readonly postgres: Pick<SharedPostgres, "ways"> | undefined;
  readonly redis: RedisConnection | undefined;
}

/**
 * Hints between the instances on one database: over Redis where there is one, and by the database's own notifications
 * otherwise. Undefined where there is nobody to tell, or nothing to tell by.
 */
export function openHints({ parts, instance, postgres, redis }: HintsParts): ChannelHints | undefined {
  if (postgres === undefined) return undefined;
  if (redis === undefined && !parts.config.database.notifications) return undefined;
  const { log } = parts;
  return createChannelHints({
    open: redis === undefined ? postgresChannels(postgres.ways.direct) : redisChannels(redis),
    timers: systemTimers,
    instance,
    onSilent: (error) => log.warn({ err: faultOf(error) }, "other instances are heard late"),
    onHeard: () => log.info({}, "other instances are heard at once again"),
  });
}
