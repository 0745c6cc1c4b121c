import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { accessMigrations } from "../access/access-migrations.ts";
import { auditMigrations, SQLITE_APPEND_ONLY } from "../audit/audit-migrations.ts";
import { SQLITE_COLUMN_TYPES } from "../schema/column-types.ts";
import { type MigrationStatus, migrationStatus } from "../schema/migration-status.ts";
import { storeMigrations } from "../schema/migrations.ts";
import type { MigrationSet } from "../schema/run-migrations.ts";
import { NodeSqliteDialect } from "./sqlite-dialect.ts";
import { translateSqliteError } from "./sqlite-errors.ts";

/** Which migrations the files of a data folder have had; changes nothing. @throws StoreInUseError while a server runs on it */
export async function sqliteStatus(files: {
  readonly tasks: string;
  readonly access: string;
  readonly audit: string;
}): Promise<readonly MigrationStatus[]> {
  return [
    await statusOf(files.tasks, storeMigrations(SQLITE_COLUMN_TYPES)),
    await statusOf(files.access, accessMigrations(SQLITE_COLUMN_TYPES, true)),
    await statusOf(files.audit, auditMigrations(SQLITE_COLUMN_TYPES, SQLITE_APPEND_ONLY)),
  ];
}

async function statusOf(path: string, set: MigrationSet): Promise<MigrationStatus> {
  const made = existsSync(path);
  try {
    using database = new DatabaseSync(made ? path : ":memory:", { readOnly: made });
    return await migrationStatus(new Kysely({ dialect: new NodeSqliteDialect(database) }), set);
  } catch (error) {
    throw translateSqliteError(error, path);
  }
}
