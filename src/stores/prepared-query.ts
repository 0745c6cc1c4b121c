import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";

/** Any database, or one transaction of it; the query knows what it asks for. */
type QueryRunner = Pick<Kysely<unknown>, "executeQuery">;

/** Stands in a query for a value that each run brings. */
class Placeholder {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query that is built and turned into SQL once: for a query by key, that work is most of its time.
 * `build` gets a function that names a value of `Values`; the value itself comes with each run.
 */
export class PreparedQuery<Values extends object, Row> {
  readonly #compiled: CompiledQuery<Row>;

  constructor(build: (value: <Name extends keyof Values>(name: Name) => Values[Name]) => Compilable<Row>) {
    // Kysely passes values on without looking at them, so a placeholder may stand where the type asks for the value.
    const value = <Name extends keyof Values>(name: Name): Values[Name] =>
      new Placeholder(name) as Values[Name];
    this.#compiled = build(value).compile();
  }

  /** For a database that is asked without Kysely. */
  get sql(): string {
    return this.#compiled.sql;
  }

  /** The values in the order in which the SQL names them. */
  bind(values: Values): unknown[] {
    return this.#compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? values[parameter.name as keyof Values] : parameter,
    );
  }

  run(db: QueryRunner, values: Values): Promise<QueryResult<Row>> {
    return db.executeQuery({ ...this.#compiled, parameters: this.bind(values) });
  }

  async first(db: QueryRunner, values: Values): Promise<Row | undefined> {
    return (await this.run(db, values)).rows[0];
  }
}
