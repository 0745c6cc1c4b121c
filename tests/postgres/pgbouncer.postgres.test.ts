import { expect, it } from "vitest";
import { openPostgresDatabase } from "#stores";
import { localLines, remoteLines, talkingModel } from "../../src/app/server/testing/talking-models.ts";
import { emptyDatabase, migratedDatabase } from "./databases.ts";
import { describeOnPgBouncer, startPgBouncer } from "./pgbouncer.ts";
import { openPostgresServer, type PostgresServer, question } from "./postgres-server.ts";

const LATE = "other instances are heard late";

/** Two servers, one task that is sent to the first and told by the second from the middle to its end. */
async function tellByAnother(
  env: Readonly<Record<string, string>>,
  use: (servers: readonly [PostgresServer, PostgresServer], told: string) => Promise<void>,
): Promise<void> {
  const called = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const supervisor = talkingModel("supervisor", async (request) => {
    called.resolve();
    await gate.promise;
    return remoteLines(request);
  });
  const settings = { local: talkingModel("worker", localLines).model, remote: supervisor.model, env };
  await using here = await openPostgresServer(settings);
  await using there = await openPostgresServer(settings);
  const sent = await here.rpc("SendMessage", question("first"));
  const { id } = ((await sent.json()) as { result: { task: { id: string } } }).result.task;
  await called.promise;
  const stream = await there.rpc("SubscribeToTask", { id });
  gate.resolve();
  await use([here, there], await stream.text());
}

describeOnPgBouncer("servers behind a PgBouncer in transaction mode", () => {
  it("have what needs a connection of its own at the direct address, and hear each other at once", {
    timeout: 60_000,
  }, async () => {
    await using database = await emptyDatabase();
    await using pooler = await startPgBouncer(database.url);
    const env = {
      DATABASE_URL: pooler.url,
      DATABASE_DIRECT_URL: database.url,
      DATABASE_PREPARED_STATEMENTS: "false",
    };
    await tellByAnother(env, async (servers, told) => {
      expect(told).toContain("TASK_STATE_COMPLETED");
      for (const { log } of servers) expect(log()).not.toContain(LATE);
    });
  });

  it("do without it by looking, and say so", { timeout: 60_000 }, async () => {
    await using database = await emptyDatabase();
    await using pooler = await startPgBouncer(database.url);
    await tellByAnother({ DATABASE_URL: pooler.url }, async (servers, told) => {
      expect(told).toContain("TASK_STATE_COMPLETED");
      for (const { log } of servers) {
        await expect.poll(log, { timeout: 10_000 }).toContain(LATE);
        expect(log().split(LATE)).toHaveLength(2);
      }
      // What was tried left no connection that does not wait for the disk.
      await using pool = openPostgresDatabase({ url: pooler.url, poolSize: 5 });
      const shown = await Promise.all(
        Array.from({ length: 5 }, () =>
          pool.pool.query("select pg_sleep(0.05), current_setting('synchronous_commit')"),
        ),
      );
      for (const { rows } of shown) expect(rows[0]).toMatchObject({ current_setting: "on" });
    });
  });

  it("are silent about it where hints are turned off", { timeout: 60_000 }, async () => {
    await using database = await migratedDatabase();
    await using pooler = await startPgBouncer(database.url);
    const env = { DATABASE_URL: pooler.url, DATABASE_NOTIFICATIONS: "false" };
    await tellByAnother(env, async (servers, told) => {
      expect(told).toContain("TASK_STATE_COMPLETED");
      for (const { log } of servers) expect(log()).not.toMatch(/heard late|does not answer/);
    });
  });
});
