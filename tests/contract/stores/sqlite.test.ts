import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openSqliteStores } from "#stores";
import { budgetContract } from "./budget-contract.ts";
import type { ContractOptions } from "./open-stores.ts";
import { resultsContract, resultsInStoreContract, resultsOf } from "./results-contract.ts";
import { storesContract } from "./stores-contract.ts";

let folder = "";
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-contract-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const inMemory = (options: ContractOptions) => openSqliteStores({ path: ":memory:", ...options });

const inFile = (options: ContractOptions) => {
  files += 1;
  return openSqliteStores({ path: join(folder, `${files}.db`), ...options });
};

storesContract("SQLite in memory", inMemory);
storesContract("SQLite in a file", inFile);
budgetContract("SQLite in memory", inMemory);
budgetContract("SQLite in a file", inFile);
resultsContract("SQLite", resultsOf(inMemory));
resultsInStoreContract("SQLite", inMemory);
