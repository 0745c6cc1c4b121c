import { afterAll, beforeAll } from "vitest";
import { openPostgresDatabase, openPostgresStores, type PostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";
import { storesContract } from "./stores-contract.ts";

describeOnPostgres("PostgreSQL", () => {
  const held = new AsyncDisposableStack();
  let database: PostgresDatabase;

  beforeAll(async () => {
    const { url } = held.use(await migratedDatabase());
    database = held.use(openPostgresDatabase({ url, poolSize: 5 }));
  });

  afterAll(() => held.disposeAsync());

  storesContract("PostgreSQL", async (options) => {
    await database.pool.query("delete from tasks; delete from documents; delete from store_settings");
    return openPostgresStores({ database, ...options });
  });
});
