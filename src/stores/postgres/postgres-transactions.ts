import { setTimeout as delay } from "node:timers/promises";
import type { StoreDatabase, Transactions } from "../transactions.ts";
import { isConflict } from "./postgres-errors.ts";

/** How often a transaction is run in all, where others are in its way each time. */
const MAX_RUNS = 5;
const LONGEST_FIRST_WAIT_MS = 20;

/**
 * Transactions of the database, at its usual level: every statement sees what was committed before it, and a change of a
 * row that others changed meanwhile looks at the row again. The stores' compare-and-set relies on nothing more.
 */
export class PostgresTransactions implements Transactions {
  readonly #db: StoreDatabase;
  readonly #random: () => number;

  constructor(db: StoreDatabase, random: () => number = Math.random) {
    this.#db = db;
    this.#random = random;
  }

  run<Value>(work: (db: StoreDatabase) => Promise<Value>): Promise<Value> {
    return this.#again(() => this.#db.transaction().execute(work));
  }

  /** One statement is a transaction of its own, and saves the way there and back twice. */
  runStatement<Value>(work: (db: StoreDatabase) => Promise<Value>): Promise<Value> {
    return this.#again(() => work(this.#db));
  }

  /** The database's own housekeeping does that. */
  async reclaim(): Promise<void> {}

  async #again<Value>(run: () => Promise<Value>): Promise<Value> {
    for (let runs = 1; ; runs += 1) {
      try {
        return await run();
      } catch (error) {
        // Only where the database says that it undid everything: after a broken connection nobody knows.
        if (!isConflict(error) || runs >= MAX_RUNS) throw error;
      }
      await delay(this.#random() * LONGEST_FIRST_WAIT_MS * 2 ** runs);
    }
  }
}
