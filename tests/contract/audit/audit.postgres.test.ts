import { openPostgresAudit, openPostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../../postgres/databases.ts";
import { auditContract } from "./audit-contract.ts";

describeOnPostgres("PostgreSQL", () => {
  auditContract("PostgreSQL", async () => {
    await using opening = new AsyncDisposableStack();
    const { url } = opening.use(await migratedDatabase());
    const [one, other] = [0, 1].map(() => opening.use(openPostgresDatabase({ url, poolSize: 2 })));
    if (one === undefined || other === undefined) throw new TypeError("Two were opened.");
    const held = opening.move();
    return {
      here: openPostgresAudit({ database: one }),
      elsewhere: openPostgresAudit({ database: other }),
      async tamper(sql) {
        await one.pool.query(sql);
      },
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  });
});
