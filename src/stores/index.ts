export { openSqliteAccess, type SqliteAccessOptions } from "./access/open-sqlite-access.ts";
export { openSqliteAudit, type SqliteAuditOptions } from "./audit/open-sqlite-audit.ts";
export type { ObjectBucket } from "./bucket/object-bucket.ts";
export { openS3Bucket } from "./bucket/open-s3-bucket.ts";
export type { S3BucketOptions } from "./bucket/s3-bucket-options.ts";
export type { StorePlace } from "./copy/copy-end.ts";
export { type CopyLeftBehind, type CopyStoreOptions, copyStore } from "./copy/copy-store.ts";
export type { DatabaseStores } from "./database-stores.ts";
export type { DocumentBucket } from "./documents/document-objects.ts";
export * from "./errors.ts";
export { openSqliteStores, type SqliteStoresOptions } from "./open-sqlite-stores.ts";
export type { OnOperation, StoreOperation } from "./operations.ts";
export { type ClaimFiring, createFiringClaims } from "./postgres/firing-claims.ts";
export { migratePostgres } from "./postgres/migrate-postgres.ts";
export type { JoinCommit } from "./postgres/one-statement-commits.ts";
export { openPostgresAccess, type PostgresAccessOptions } from "./postgres/open-postgres-access.ts";
export { openPostgresAudit, type PostgresAuditOptions } from "./postgres/open-postgres-audit.ts";
export {
  openPostgresDatabase,
  type PostgresDatabase,
  type PostgresDatabaseOptions,
  type PostgresTls,
} from "./postgres/open-postgres-database.ts";
export { openPostgresStores, type PostgresStoresOptions } from "./postgres/open-postgres-stores.ts";
export { postgresChannels } from "./postgres/postgres-channels.ts";
export { postgresStatus } from "./postgres/postgres-status.ts";
export { createRepeatedStatements, type RepeatedStatements } from "./postgres/repeated-statements.ts";
export { createStatementRunner, type StatementRunner } from "./postgres/statement-runner.ts";
export type { MigrationStatus } from "./schema/migration-status.ts";
export { sqliteStatus } from "./sqlite/sqlite-status.ts";
export type { StoreDatabase } from "./transactions.ts";
