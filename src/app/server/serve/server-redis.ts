import { readFile } from "node:fs/promises";
import type { Config } from "#config";
import { openRedis, type RedisConnection, RedisUnusableError } from "#redis";
import type { RuntimeParts } from "../../runtime-parts.ts";

/**
 * Connects to the Redis that is configured; undefined where none is. What it says of itself goes to the log.
 * @throws RedisUnusableError
 */
export async function openServerRedis({
  config,
  log,
}: Pick<RuntimeParts, "config" | "log">): Promise<RedisConnection | undefined> {
  const { url, keyPrefix, timeoutSeconds } = config.redis;
  if (url === undefined) return undefined;
  return await openRedis({
    url: url.reveal(),
    keyPrefix,
    timeoutMs: timeoutSeconds * 1_000,
    ...(await certificatesOf(config)),
    onSilent: (reason) => log.warn({ reason }, "redis does not answer: the server does without"),
    onBack: () => log.info({}, "redis answers again"),
  });
}

async function certificatesOf({ redis }: Config): Promise<{ readonly ca?: string }> {
  if (redis.tlsCaFile === undefined) return {};
  try {
    return { ca: await readFile(redis.tlsCaFile, "utf8") };
  } catch (error) {
    const problem = `the file ${redis.tlsCaFile} cannot be read. Check REDIS_TLS_CA_FILE.`;
    throw new RedisUnusableError("at REDIS_URL", problem, { cause: error });
  }
}
