import type { DatabaseSync } from "node:sqlite";
import { type DialectAdapter, SqliteAdapter, SqliteDialect } from "kysely";
import { sqliteDatabase } from "./statement-cache.ts";

/** Kysely's SQLite dialect on Node's own SQLite, so that nothing native has to be installed. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: sqliteDatabase(database) });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** SQLite can undo `create table`; Kysely leaves that unused, and a crash in a migration would leave half of it. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
