import { createHash } from "node:crypto";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import type { CreateRateLimiter, RatePolicy, RateTaken } from "./rate-limiter.ts";

/** Where the counts are kept: in this process, or where several servers share them. */
export type RateStore =
  | { readonly kind: "memory" }
  /** What answers as a pool of `pg` does. */
  | { readonly kind: "postgres"; readonly pool: { query(statement: string): Promise<unknown> } }
  /** A client of `ioredis` whose commands end in a bounded time. While it fails, each server counts for itself. */
  | {
      readonly kind: "redis";
      readonly client: object;
      /** Told when a server begins to count by itself, with the reason, and when all are counted together again. */
      readonly onApart?: (error: unknown) => void;
      readonly onTogether?: () => void;
    };

const TABLE = "rate_limits";

/** As the library wants it. It would make it by itself, but after the first requests have failed for want of it. */
const CREATE_TABLE = `create table if not exists ${TABLE} (
  key varchar(255) primary key, points integer not null default 0, expire bigint
)`;

/** Longest key of the table, less the policy's name. */
const MAX_KEY_CHARACTERS = 200;

/**
 * Makes limiters over one store; what the store is reached by belongs to the caller.
 * @throws what the database throws where its table is missing and cannot be made
 */
export async function openRateLimiters(store: RateStore): Promise<CreateRateLimiter> {
  if (store.kind === "memory") return inMemory();
  if (store.kind === "postgres") await createTable(store.pool);
  let cleans = true;
  const create: CreateRateLimiter = (policy) => {
    const limiter = limiterOn(store, policy, cleans);
    // One of them removes what all have left behind.
    cleans = false;
    return { take: (key) => limiter.consume(shortKey(key)).then(taken, refused) };
  };
  return store.kind === "redis" ? insured(create, store) : create;
}

/** What a store that may be away does not count is counted here: never without limit, and no request fails for it. */
function insured(
  create: CreateRateLimiter,
  { onApart, onTogether }: Extract<RateStore, { kind: "redis" }>,
): CreateRateLimiter {
  const createHere = inMemory();
  let apart = false;
  return (policy) => {
    const [shared, here] = [create(policy), createHere(policy)];
    return {
      async take(key) {
        try {
          const taken = await shared.take(key);
          // What is refused may have been refused without asking.
          if (apart && !taken.refused) {
            apart = false;
            onTogether?.();
          }
          return taken;
        } catch (error) {
          if (!apart) onApart?.(error);
          apart = true;
          return await here.take(key);
        }
      },
    };
  };
}

/** Counts of the same name are shared, as they are in a database; each policy compares them to its own number. */
function inMemory(): CreateRateLimiter {
  const counts = new Map<string, RateLimiterMemory>();
  return ({ name, max, windowSeconds }) => {
    const known = counts.get(name);
    const count =
      known ?? new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: windowSeconds });
    if (known === undefined) counts.set(name, count);
    return {
      async take(key) {
        const { consumedPoints, msBeforeNext } = await count.consume(key);
        const remaining = Math.max(0, max - consumedPoints);
        return { refused: consumedPoints > max, remaining, resetSeconds: secondsOf(msBeforeNext) };
      },
    };
  };
}

/** A unique name, a table or its row type that is there already. */
const MADE_BY_ANOTHER: ReadonlySet<string> = new Set(["23505", "42P07", "42710"]);

async function createTable(pool: { query(statement: string): Promise<unknown> }): Promise<void> {
  try {
    await pool.query(CREATE_TABLE);
  } catch (error) {
    // PostgreSQL does not keep two who make the same table at once apart; the other one has made it.
    if (!(error instanceof Error && "code" in error && MADE_BY_ANOTHER.has(String(error.code)))) throw error;
  }
}

function limiterOn(
  store: Exclude<RateStore, { kind: "memory" }>,
  { name, max, windowSeconds }: RatePolicy,
  cleans: boolean,
): RateLimiterAbstract {
  // Who is over the limit already costs the store nothing more until the window is over.
  const sparing = {
    ...{ keyPrefix: name, points: max, duration: windowSeconds },
    inMemoryBlockOnConsumed: max + 1,
  };
  switch (store.kind) {
    case "postgres":
      return new RateLimiterPostgres({
        ...sparing,
        storeClient: store.pool,
        storeType: "pool",
        tableName: TABLE,
        tableCreated: true,
        clearExpiredByTimeout: cleans,
      });
    case "redis":
      return new RateLimiterRedis({ ...sparing, storeClient: store.client, rejectIfRedisNotReady: true });
    default:
      return store satisfies never;
  }
}

function taken({ remainingPoints, msBeforeNext }: RateLimiterRes): RateTaken {
  return { refused: false, remaining: remainingPoints, resetSeconds: secondsOf(msBeforeNext) };
}

/** The library rejects with the counts where there are too many, and with an error where its store fails. */
function refused(reason: unknown): RateTaken {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  return { refused: true, remaining: 0, resetSeconds: secondsOf(reason.msBeforeNext) };
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}

function shortKey(key: string): string {
  return key.length <= MAX_KEY_CHARACTERS ? key : createHash("sha256").update(key).digest("hex");
}
