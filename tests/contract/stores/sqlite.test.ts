import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openSqliteStores } from "#stores";
import { storesContract } from "./stores-contract.ts";

let folder = "";
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-contract-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

storesContract("SQLite in memory", (options) => openSqliteStores({ path: ":memory:", ...options }));

storesContract("SQLite in a file", (options) => {
  files += 1;
  return openSqliteStores({ path: join(folder, `${files}.db`), ...options });
});
