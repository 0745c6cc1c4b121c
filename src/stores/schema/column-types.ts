import { type Expression, type RawBuilder, sql } from "kysely";

/** Where one database's types or clauses differ from another's; all else of a migration is shared. */
export interface ColumnTypes {
  /** A 64-bit integer. */
  readonly integer: "integer" | "bigint";
  readonly bytes: "blob" | "bytea";
  /** Closes a `create table`. */
  readonly tableEnd: RawBuilder<unknown> | Expression<unknown>;
}

/** STRICT makes SQLite refuse values of another type, as PostgreSQL does. */
export const SQLITE_COLUMN_TYPES: ColumnTypes = { integer: "integer", bytes: "blob", tableEnd: sql`strict` };
