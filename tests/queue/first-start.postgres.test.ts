import { expect, it } from "vitest";
import { TaskQueue } from "#queue";
import { createStatementRunner, openPostgresDatabase, type StatementRunner } from "#stores";
import { describeOnPostgres, emptyDatabase } from "../postgres/databases.ts";

describeOnPostgres("the queue of an empty database", () => {
  it("is made once, however many start at the same moment", async () => {
    await using opened = new AsyncDisposableStack();
    const { url } = opened.use(await emptyDatabase());
    const faults: unknown[] = [];
    const starts = await Promise.allSettled(
      Array.from({ length: 8 }, async () => {
        const database = opened.use(openPostgresDatabase({ url, poolSize: 1 }));
        const db = createStatementRunner(database);
        opened.use(await TaskQueue.open({ db, onFault: (error) => faults.push(error) }));
      }),
    );
    expect(starts.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(faults).toEqual([]);
  });

  it("is found by one that made it in vain", async () => {
    await using opened = new AsyncDisposableStack();
    const { url } = opened.use(await emptyDatabase());
    const database = opened.use(openPostgresDatabase({ url }));
    const { executeSql } = createStatementRunner(database);
    let inVain = 0;
    const db: StatementRunner = {
      async executeSql(text, values) {
        const answer = await executeSql(text, values);
        if (!text.includes("CREATE SCHEMA")) return answer;
        inVain += 1;
        throw Object.assign(new Error("duplicate key value"), { code: "23505" });
      },
    };
    opened.use(await TaskQueue.open({ db, onFault: () => undefined }));
    expect(inVain).toBe(1);
  });
});
