export * from "./errors.ts";
export { openRedis, type RedisConnection, type RedisOptions } from "./open-redis.ts";
export { redisChannels } from "./redis-channels.ts";
export { RedisResultCache } from "./redis-result-cache.ts";
