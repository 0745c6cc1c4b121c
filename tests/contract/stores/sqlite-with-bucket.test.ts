import { afterAll } from "vitest";
import { openSqliteStores } from "#stores";
import { describeOnBucket } from "../../bucket/real-bucket.ts";
import { keepingContract } from "./keeping-contract.ts";
import type { ContractOptions } from "./open-stores.ts";

describeOnBucket("SQLite with a bucket as the engine's stores:", (realBucket) => {
  const held = new AsyncDisposableStack();
  let opened = 0;

  afterAll(() => held.disposeAsync());

  keepingContract(async (options: ContractOptions) => {
    opened += 1;
    const bucket = held.use(await realBucket().open(`${opened}/`));
    return openSqliteStores({ path: ":memory:", ...options, documentBucket: { bucket, aboveBytes: 300 } });
  });
});
