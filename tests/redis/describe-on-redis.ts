import { describe } from "vitest";
import { findProgram } from "../processes/own-process.ts";
import { type RealRedis, type RealRedisOptions, startRedis } from "./real-redis.ts";

const program = await findProgram("redis-server");

const WHY = "no redis-server is on the PATH";

/** A suite that needs a Redis of its own, which it may kill; left out where this machine has none. */
export function describeOnRedis(
  name: string,
  tests: (start: (options?: RealRedisOptions) => Promise<RealRedis>) => void,
): void {
  describe.skipIf(program === undefined)(program === undefined ? `${name} (left out: ${WHY})` : name, () => {
    tests((options) => {
      if (program === undefined) throw new Error(WHY);
      return startRedis(program, options);
    });
  });
}
