import { afterAll, beforeAll } from "vitest";
import { openPostgresDatabase, openPostgresStores, type PostgresDatabase } from "#stores";
import { describeOnBucket } from "../../bucket/real-bucket.ts";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";
import { keepingContract } from "./keeping-contract.ts";
import type { ContractOptions } from "./open-stores.ts";

describeOnPostgres("PostgreSQL", () => {
  describeOnBucket("with a bucket as the engine's stores:", (realBucket) => {
    const held = new AsyncDisposableStack();
    let database: PostgresDatabase;
    let opened = 0;

    beforeAll(async () => {
      const { url } = held.use(await migratedDatabase());
      database = held.use(openPostgresDatabase({ url, poolSize: 5 }));
    });

    afterAll(() => held.disposeAsync());

    keepingContract(async (options: ContractOptions) => {
      const tables = ["tasks", "documents", "loose_objects", "store_settings"];
      await database.pool.query(tables.map((table) => `delete from ${table}`).join("; "));
      opened += 1;
      const bucket = held.use(await realBucket().open(`${opened}/`));
      return openPostgresStores({ database, ...options, documentBucket: { bucket, aboveBytes: 300 } });
    });
  });
});
