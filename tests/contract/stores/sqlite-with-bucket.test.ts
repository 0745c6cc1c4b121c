import { afterAll, beforeAll } from "vitest";
import { openSqliteStores } from "#stores";
import { describeOnBucket, openRealBucket, type RealBucket } from "../../bucket/real-bucket.ts";
import { keepingContract } from "./keeping-contract.ts";
import type { ContractOptions } from "./open-stores.ts";

describeOnBucket("SQLite with a bucket as the engine's stores:", () => {
  const held = new AsyncDisposableStack();
  let real: RealBucket;
  let opened = 0;

  beforeAll(async () => {
    real = held.use(await openRealBucket());
  });

  afterAll(() => held.disposeAsync());

  keepingContract(async (options: ContractOptions) => {
    opened += 1;
    const bucket = held.use(await real.open(`${opened}/`));
    return openSqliteStores({ path: ":memory:", ...options, documentBucket: { bucket, aboveBytes: 300 } });
  });
});
