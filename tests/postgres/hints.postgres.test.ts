import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChannelHints, createChannelHints } from "#engine";
import { systemTimers } from "#kernel";
import { postgresChannels } from "#stores";
import { describeOnPostgres, emptyDatabase, type TestDatabase } from "./databases.ts";

/** Longer than a test may take: what wakes earlier was woken by a hint. */
const LONG_MS = 60_000;
const GOES_ON = new AbortController().signal;

describeOnPostgres("hints over a real PostgreSQL", () => {
  let database: TestDatabase;
  let administrator: pg.Client;

  beforeAll(async () => {
    database = await emptyDatabase();
    administrator = new pg.Client({ connectionString: database.url });
    await administrator.connect();
  });

  afterAll(async () => {
    await administrator.end();
    await database[Symbol.asyncDispose]();
  });

  const instance = (name: string): ChannelHints =>
    createChannelHints({
      open: postgresChannels({ url: database.url, applicationName: name }),
      timers: systemTimers,
      instance: name,
    });

  /** Everybody who waits is woken when the connection stands. */
  const connected = (hints: ChannelHints): Promise<void> => hints.wait("none", LONG_MS, GOES_ON);

  it("come from one instance to the others, whatever the id", async () => {
    await using here = instance("here");
    await using there = instance("there");
    await Promise.all([connected(here), connected(there)]);
    for (const id of ["task", "cancel task", "nul\u0000 and \ud800", "ä".repeat(3000)]) {
      const woken = there.wait(id, LONG_MS, GOES_ON);
      here.publish(id);
      await woken;
    }
  });

  it("wake all who wait when a connection that was cut stands again, and then come as before", async () => {
    await using here = instance("here");
    await using there = instance("there");
    await Promise.all([connected(here), connected(there)]);
    const woken = there.wait("task", LONG_MS, GOES_ON);
    await administrator.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'there'",
    );
    await woken;
    const again = there.wait("task", LONG_MS, GOES_ON);
    here.publish("task");
    await again;
  });

  describe("take one connection an instance", () => {
    it("however many wait, and none once they are closed", async () => {
      const connections = async (): Promise<number> => {
        const { rows } = await administrator.query(
          "select count(*)::int as total from pg_stat_activity where application_name = 'here'",
        );
        return rows[0].total;
      };
      {
        await using here = instance("here");
        await connected(here);
        const left = new AbortController();
        const waits = Array.from({ length: 500 }, (_, index) => here.wait(`t${index}`, LONG_MS, left.signal));
        expect(await connections()).toBe(1);
        left.abort();
        await Promise.all(waits);
      }
      await expect.poll(connections).toBe(0);
    });
  });
});
