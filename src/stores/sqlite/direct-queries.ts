import type { DatabaseSync } from "node:sqlite";
import type { Compilable, CompiledQuery, QueryResult } from "kysely";
import { overriding } from "#kernel";
import type { StoreDatabase } from "../transactions.ts";
import { sqliteDatabase } from "./statement-cache.ts";

/**
 * Runs queries whose SQL is known already straight on the database. Kysely's own way there, made for databases that are
 * far away, takes longer than a query by key does.
 */
export class DirectQueries {
  readonly #statements: ReturnType<typeof sqliteDatabase>;

  constructor(database: DatabaseSync) {
    this.#statements = sqliteDatabase(database);
  }

  /** `db`, with such queries run directly, once there is nothing left to wait for. */
  over(db: StoreDatabase, waitFor: () => Promise<void> | undefined): StoreDatabase {
    return overriding(db, {
      executeQuery: async <Row>(query: CompiledQuery<Row> | Compilable<Row>) => {
        for (let wait = waitFor(); wait !== undefined; wait = waitFor()) await wait;
        return this.#run("compile" in query ? query.compile() : query);
      },
    });
  }

  #run<Row>({ sql, parameters }: CompiledQuery<Row>): QueryResult<Row> {
    const statement = this.#statements.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }
}
