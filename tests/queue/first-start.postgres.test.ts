import { expect, it } from "vitest";
import { TaskQueue } from "#queue";
import { createStatementRunner, openPostgresDatabase } from "#stores";
import { describeOnPostgres, emptyDatabase } from "../postgres/databases.ts";

const SERVERS = 5;

describeOnPostgres("the queue of an empty database", () => {
  it("is made once, however many start at the same moment", async () => {
    await using opened = new AsyncDisposableStack();
    const { url } = opened.use(await emptyDatabase());
    const faults: unknown[] = [];
    let there = 0;
    const all = Promise.withResolvers<void>();
    const allAreThere = (): Promise<void> => {
      there += 1;
      if (there === SERVERS) all.resolve();
      return all.promise;
    };
    const starts = await Promise.allSettled(
      Array.from({ length: SERVERS }, async (_, index) => {
        const database = opened.use(openPostgresDatabase({ url, poolSize: 1 }));
        // As the connection of a pooler, over which somebody may have made tables already.
        await database.pool.query(`create schema made_${index}; drop schema made_${index}`);
        const db = createStatementRunner(database);
        await allAreThere();
        opened.use(await TaskQueue.open({ db, onFault: (error) => faults.push(error) }));
      }),
    );
    expect(starts.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(faults).toEqual([]);
  });
});
