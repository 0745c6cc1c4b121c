import { afterAll, beforeAll } from "vitest";
import { openPostgresAccess, openPostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";
import { accessContract } from "./access-contract.ts";

describeOnPostgres("PostgreSQL", () => {
  const held = new AsyncDisposableStack();
  let url = "";

  beforeAll(async () => {
    url = held.use(await migratedDatabase()).url;
  });

  afterAll(() => held.disposeAsync());

  accessContract("PostgreSQL", async () => {
    const opened = new AsyncDisposableStack();
    const [one, other] = [0, 1].map(() => opened.use(openPostgresDatabase({ url, poolSize: 2 })));
    if (one === undefined || other === undefined) throw new TypeError("Two were opened.");
    await one.pool.query("delete from credentials; delete from revoked_tokens");
    return {
      here: openPostgresAccess({ database: one }),
      elsewhere: openPostgresAccess({ database: other }),
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  });
});
