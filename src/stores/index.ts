export * from "./errors.ts";
export { openSqliteStores, type SqliteStoresOptions } from "./open-sqlite-stores.ts";
export type { OnOperation } from "./operations.ts";
