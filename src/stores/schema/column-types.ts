import { type Expression, type RawBuilder, sql } from "kysely";

/** Where one database's types or clauses differ from another's; all else of a migration is shared. */
export interface ColumnTypes {
  /** A 64-bit integer. */
  readonly integer: "integer" | "bigint";
  /** Text that is compared and sorted byte by byte, whatever language the database was made for. */
  readonly text: "text" | RawBuilder<string>;
  readonly bytes: "blob" | "bytea";
  /** Closes a `create table`. */
  readonly tableEnd: RawBuilder<unknown> | Expression<unknown>;
}

/** STRICT makes SQLite refuse values of another type, as PostgreSQL does. */
export const SQLITE_COLUMN_TYPES: ColumnTypes = {
  integer: "integer",
  text: "text",
  bytes: "blob",
  tableEnd: sql`strict`,
};

/**
 * Byte order makes ids and page tokens mean the same on every database, and keeps indexes whole when the operating
 * system's rules for a language change.
 */
export const POSTGRES_COLUMN_TYPES: ColumnTypes = {
  integer: "bigint",
  text: sql<string>`text collate "C"`,
  bytes: "bytea",
  tableEnd: sql``,
};
