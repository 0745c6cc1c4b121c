import type { Kysely } from "kysely";
import type { StoreSchema } from "./schema/tables.ts";

/** The database, or one transaction of it. */
export type StoreDatabase = Kysely<StoreSchema>;

/**
 * How a database makes changes durable. The queries are the same everywhere; what differs is whether a transaction
 * shares its disk write with others.
 */
export interface Transactions {
  /**
   * Runs `work` in a transaction and resolves once it is durable. What `work` throws undoes its own changes and no one
   * else's. It must wait for nothing but the database, and change nothing else: it may be run again.
   */
  run<Value>(work: (db: StoreDatabase) => Promise<Value>): Promise<Value>;

  /** As `run`, for work that is a single statement, which some databases do in one go. */
  runStatement<Value>(work: (db: StoreDatabase) => Promise<Value>): Promise<Value>;

  /** Gives the room of what was removed back to the disk, where that is much and the database does not do so by itself. */
  reclaim(): Promise<void>;
}
