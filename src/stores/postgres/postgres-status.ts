import type { AccessSchema } from "../access/access-schema.ts";
import { type MigrationStatus, migrationStatus } from "../schema/migration-status.ts";
import type { StoreSchema } from "../schema/tables.ts";
import { postgresMigrations } from "./migrate-postgres.ts";
import { openPostgresDatabase, type PostgresDatabaseOptions } from "./open-postgres-database.ts";
import { translatePostgresError } from "./postgres-errors.ts";

/** Which migrations the database has had; changes nothing. @throws StoreUnavailableError */
export async function postgresStatus(options: PostgresDatabaseOptions): Promise<readonly MigrationStatus[]> {
  await using database = openPostgresDatabase({ ...options, poolSize: 1 });
  const db = database.queries<StoreSchema & AccessSchema>();
  try {
    const all: MigrationStatus[] = [];
    for (const set of postgresMigrations()) all.push(await migrationStatus(db, set));
    return all;
  } catch (error) {
    throw translatePostgresError(error, database.name);
  }
}
