import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";

const MAX_STATEMENTS = 256;

/**
 * Gives Kysely's SQLite dialect the shape that it expects of a driver, on Node's own SQLite. Statements are kept, since
 * preparing one costs several times what running it does.
 */
export function sqliteDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      if (database.isOpen) database.close();
    },
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = adaptStatement(database, sql);
      if (statements.size >= MAX_STATEMENTS) {
        const oldest = statements.keys().next();
        if (!oldest.done) statements.delete(oldest.value);
      }
      statements.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputs(parameters)),
    run: (parameters) => statement.run(...inputs(parameters)),
    iterate: (parameters) => statement.iterate(...inputs(parameters)),
  };
}

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((parameter) => {
    if (isInput(parameter)) return parameter;
    throw new TypeError(`SQLite stores no ${typeof parameter}.`);
  });
}

function isInput(value: unknown): value is SQLInputValue {
  if (value === null || ArrayBuffer.isView(value)) return true;
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint";
}
