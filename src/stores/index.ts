export { openSqliteAccess, type SqliteAccessOptions } from "./access/open-sqlite-access.ts";
export * from "./errors.ts";
export { openSqliteStores, type SqliteStoresOptions } from "./open-sqlite-stores.ts";
export type { OnOperation, StoreOperation } from "./operations.ts";
