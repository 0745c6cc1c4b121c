import { type SqlBool, sql } from "kysely";
import type { ResultCache, ResultKey } from "#cache";
import type { Clock } from "#kernel";
import type { Operations } from "./operations.ts";
import { PreparedQuery } from "./prepared-query.ts";
import type { ResultRow } from "./schema/tables.ts";
import type { StoreDatabase, Transactions } from "./transactions.ts";

/** Rows that go in one transaction; small, so that requests get their turn in between. */
const ROWS_PER_SLICE = 100;

export interface SqlResultCacheDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly operations: Operations;
  readonly clock: Clock;
}

/** The result cache on any SQL database. */
export class SqlResultCache implements ResultCache {
  readonly #deps: SqlResultCacheDeps;
  readonly #find: PreparedQuery<ResultKey & { readonly now: number }, Pick<ResultRow, "value">>;

  constructor(deps: SqlResultCacheDeps) {
    this.#deps = deps;
    this.#find = new PreparedQuery((value) =>
      deps.db
        .selectFrom("result_cache")
        .select("value")
        .where("hash", "=", value("hash"))
        .where("tenant", "=", value("tenant"))
        .where("owner", "=", value("owner"))
        .where("expires_at", ">", value("now")),
    );
  }

  find({ hash, tenant, owner }: ResultKey): Promise<string | undefined> {
    const { operations, db, clock } = this.#deps;
    return operations.run(
      "results.find",
      async () => (await this.#find.first(db, { hash, tenant, owner, now: clock.now() }))?.value,
    );
  }

  put({ hash, tenant, owner }: ResultKey, value: string, ttlMs: number): Promise<void> {
    const { operations, transactions, clock } = this.#deps;
    const now = clock.now();
    const kept = {
      stored_at: now,
      expires_at: now + ttlMs,
      bytes: Buffer.byteLength(value, "utf8"),
      value,
    };
    return operations.run("results.put", () =>
      transactions.runStatement(async (db) => {
        await db
          .insertInto("result_cache")
          .values({ hash, tenant, owner, ...kept })
          .onConflict((conflict) => conflict.columns(["hash", "tenant", "owner"]).doUpdateSet(kept))
          .execute();
      }),
    );
  }

  trim(maxBytes: number): Promise<void> {
    const { operations, transactions } = this.#deps;
    return operations.run("results.trim", async () => {
      while (await transactions.run((db) => removeExcess(db, maxBytes))) {}
    });
  }

  /** A part of retention: what has expired is given to nobody. */
  async removeExpired(): Promise<void> {
    const { transactions, clock } = this.#deps;
    const now = clock.now();
    while ((await transactions.run((db) => removeExpired(db, now))) === ROWS_PER_SLICE) {}
  }
}

/** Removes a slice of the oldest; false once nothing is too much. */
async function removeExcess(db: StoreDatabase, maxBytes: number): Promise<boolean> {
  const { total } = await db
    .selectFrom("result_cache")
    .select(({ fn }) => fn.sum<number | null>("bytes").as("total"))
    .executeTakeFirstOrThrow();
  let excess = Number(total) - maxBytes;
  if (excess <= 0) return false;
  const oldest = await db
    .selectFrom("result_cache")
    .select(["hash", "tenant", "owner", "bytes"])
    .orderBy("stored_at")
    .limit(ROWS_PER_SLICE)
    .execute();
  const removed: ResultKey[] = [];
  for (const { bytes, ...key } of oldest) {
    if (excess <= 0) break;
    excess -= bytes;
    removed.push(key);
  }
  await removeRows(db, removed);
  return excess > 0;
}

async function removeExpired(db: StoreDatabase, now: number): Promise<number> {
  const expired = await db
    .selectFrom("result_cache")
    .select(["hash", "tenant", "owner"])
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(ROWS_PER_SLICE)
    .execute();
  await removeRows(db, expired);
  return expired.length;
}

async function removeRows(db: StoreDatabase, keys: readonly ResultKey[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = sql.join(keys.map(({ hash, tenant, owner }) => sql`(${hash}, ${tenant}, ${owner})`));
  await db
    .deleteFrom("result_cache")
    .where(sql<SqlBool>`(hash, tenant, owner) in (values ${rows})`)
    .execute();
}
