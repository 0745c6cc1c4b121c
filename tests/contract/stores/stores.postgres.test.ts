import { afterAll, beforeAll } from "vitest";
import { openPostgresDatabase, openPostgresStores, type PostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";
import { budgetContract } from "./budget-contract.ts";
import type { ContractOptions } from "./open-stores.ts";
import { resultsContract, resultsInStoreContract, resultsOf } from "./results-contract.ts";
import { storesContract } from "./stores-contract.ts";

describeOnPostgres("PostgreSQL", () => {
  const held = new AsyncDisposableStack();
  let database: PostgresDatabase;

  beforeAll(async () => {
    const { url } = held.use(await migratedDatabase());
    database = held.use(openPostgresDatabase({ url, poolSize: 5 }));
  });

  afterAll(() => held.disposeAsync());

  const openEmpty = async (options: ContractOptions) => {
    const tables = [
      "tasks",
      "documents",
      "store_settings",
      "budget_accounts",
      "budget_holds",
      "result_cache",
    ];
    await database.pool.query(tables.map((table) => `delete from ${table}`).join("; "));
    return openPostgresStores({ database, ...options });
  };

  storesContract("PostgreSQL", openEmpty);
  budgetContract("PostgreSQL", openEmpty);
  resultsContract("PostgreSQL", resultsOf(openEmpty));
  resultsInStoreContract("PostgreSQL", openEmpty);
});
