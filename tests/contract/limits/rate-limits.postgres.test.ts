import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openRateLimiters } from "#limits";
import { createRepeatedStatements, openPostgresDatabase, type PostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";

const storeOf = (database: PostgresDatabase) =>
  ({ kind: "postgres", pool: createRepeatedStatements(database) }) as const;

describeOnPostgres("Requests counted in PostgreSQL", () => {
  const held = new AsyncDisposableStack();
  let database: PostgresDatabase;
  let other: PostgresDatabase;

  beforeAll(async () => {
    const { url } = held.use(await migratedDatabase());
    [database, other] = [1, 2].map(() => held.use(openPostgresDatabase({ url, poolSize: 4 }))) as [
      PostgresDatabase,
      PostgresDatabase,
    ];
  });

  beforeEach(async () => {
    await openRateLimiters(storeOf(database));
    await database.pool.query("delete from rate_limits");
  });

  afterAll(() => held.disposeAsync());

  const POLICY = { name: "key-60", max: 10, windowSeconds: 60 };

  it("are counted together by all servers, and those too many refused", async () => {
    const takers = await Promise.all(
      [database, other].map(async (server) => (await openRateLimiters(storeOf(server)))(POLICY)),
    );
    const taken = await Promise.all(
      takers.flatMap((limiter) => Array.from({ length: 9 }, () => limiter.take("ada"))),
    );
    expect(taken.filter(({ refused }) => !refused)).toHaveLength(10);
    expect(taken.filter(({ refused }) => refused)).toHaveLength(8);
    for (const { resetSeconds } of taken) expect(resetSeconds).toBeGreaterThan(50);
    expect(await takers[0]?.take("bob")).toMatchObject({ refused: false, remaining: 9 });
  });

  it("keep their table where servers start at once, and take names of any length", async () => {
    await database.pool.query("drop table rate_limits");
    await Promise.all(
      Array.from({ length: 6 }, (_, index) => openRateLimiters(storeOf(index % 2 === 0 ? database : other))),
    );
    const limiter = (await openRateLimiters(storeOf(other)))(POLICY);
    const name = `owner ${"ä'\"\\ ".repeat(200)}`;
    await limiter.take(name);
    expect(await limiter.take(name)).toMatchObject({ remaining: 8 });
  });

  it("reject where the database is gone, and let nothing through", async () => {
    await using temporary = await migratedDatabase();
    await using gone = openPostgresDatabase({ url: temporary.url, poolSize: 1 });
    const limiter = (await openRateLimiters(storeOf(gone)))(POLICY);
    await gone.pool.query("drop table rate_limits");
    await expect(limiter.take("ada")).rejects.toThrow();
  });
});
