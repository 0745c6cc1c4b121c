import { afterAll, beforeAll } from "vitest";
import { openPostgresDatabase, openPostgresStores, type PostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";
import { describeOnPgBouncer, startPgBouncer } from "../../postgres/pgbouncer.ts";
import { budgetContract } from "./budget-contract.ts";
import type { ContractOptions } from "./open-stores.ts";
import { resultsContract, resultsInStoreContract, resultsOf } from "./results-contract.ts";
import { storesContract } from "./stores-contract.ts";

describeOnPostgres("PostgreSQL", () => contractOn("PostgreSQL", (url) => ({ url })));

// This one takes prepared statements for those of one connection, unless it is 1.21 or newer.
describeOnPgBouncer("PostgreSQL behind a pooler", () =>
  contractOn("PgBouncer", async (url, held) => held.use(await startPgBouncer(url))),
);

function contractOn(
  name: string,
  before: (
    databaseUrl: string,
    held: AsyncDisposableStack,
  ) => Promise<{ readonly url: string }> | { readonly url: string },
): void {
  const held = new AsyncDisposableStack();
  let database: PostgresDatabase;

  beforeAll(async () => {
    const { url } = await before(held.use(await migratedDatabase()).url, held);
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

  storesContract(name, openEmpty);
  budgetContract(name, openEmpty);
  resultsContract(name, resultsOf(openEmpty));
  resultsInStoreContract(name, openEmpty);
}
