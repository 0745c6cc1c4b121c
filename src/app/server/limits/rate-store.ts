import type { RateStore } from "#limits";
import type { RedisConnection } from "#redis";
import { createRepeatedStatements, type PostgresDatabase } from "#stores";
import type { Log } from "../../log.ts";
import { faultOf } from "../observing/log-engine.ts";

export interface RateStoreParts {
  readonly redis: Pick<RedisConnection, "client"> | undefined;
  readonly postgres: { readonly database: Pick<PostgresDatabase, "queries"> } | undefined;
  readonly log: Log;
}

/** Redis where there is one, as it counts cheapest; then the database that instances share. */
export function rateStoreOf({ redis, postgres, log }: RateStoreParts): RateStore {
  if (redis !== undefined)
    return {
      kind: "redis",
      client: redis.client,
      onApart: (error) => log.warn({ err: faultOf(error) }, "requests are counted by this server alone"),
      onTogether: () => log.info({}, "requests are counted in redis again"),
    };
  if (postgres === undefined) return { kind: "memory" };
  return { kind: "postgres", pool: createRepeatedStatements(postgres.database) };
}
