import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { PreparedQuery } from "../prepared-query.ts";

/**
 * A query on the database in this very process, without a promise: what waits for nothing but memory needs none, and one
 * for each statement takes longer than most statements do. SQLite itself refuses values that it cannot store.
 */
export class DirectStatement<Values extends object, Row> {
  readonly #query: PreparedQuery<Values, Row>;
  readonly #statement: StatementSync;

  constructor(database: DatabaseSync, query: PreparedQuery<Values, Row>) {
    this.#query = query;
    this.#statement = database.prepare(query.sql);
  }

  /** Gives how many rows were changed. */
  run(values: Values): number {
    return Number(this.#statement.run(...this.#bind(values)).changes);
  }

  first(values: Values): Row | undefined {
    return this.#statement.get(...this.#bind(values)) as Row | undefined;
  }

  #bind(values: Values): SQLInputValue[] {
    return this.#query.bind(values) as SQLInputValue[];
  }
}
