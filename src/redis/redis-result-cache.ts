import { createHash } from "node:crypto";
import type { ResultCache, ResultKey } from "#cache";
import type { RedisConnection } from "./open-redis.ts";

/**
 * The result cache in Redis, which forgets what has expired by itself. How much room there is, and what goes first, is for
 * its own settings to say.
 */
export class RedisResultCache implements ResultCache {
  readonly #client: RedisConnection["client"];

  constructor({ client }: Pick<RedisConnection, "client">) {
    this.#client = client;
  }

  async find(key: ResultKey): Promise<string | undefined> {
    return (await this.#client.get(nameOf(key))) ?? undefined;
  }

  async put(key: ResultKey, value: string, ttlMs: number): Promise<void> {
    await this.#client.set(nameOf(key), value, "PX", Math.ceil(ttlMs));
  }

  async trim(): Promise<void> {
    // Redis sees to that.
  }
}

/** Lengths stand before the names, so that no two owners' keys are the same, and no name stands in Redis in clear. */
function nameOf({ tenant, owner, hash }: ResultKey): string {
  const named = createHash("sha256");
  for (const text of [tenant, owner, hash]) named.update(`${text.length}:`).update(text, "utf16le");
  return `result:${named.digest("hex")}`;
}
