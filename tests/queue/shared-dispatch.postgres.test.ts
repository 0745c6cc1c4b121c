import { expect, it } from "vitest";
import type { RunContext, RunEnding } from "#engine";
import { describeOnPostgres, migratedDatabase } from "../postgres/databases.ts";
import { ALICE, BOB, NEVER, openInstance } from "./instances.ts";

/** A run that ends only when it is told to. */
async function listens({ signal }: RunContext): Promise<RunEnding> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

const JOBS = "select state::text, retry_count from a2a_queue.job where name = 'tasks' order by created_on";

describeOnPostgres("dispatch over instances that share a database", () => {
  it("runs each task once, on whichever instance has room, and leaves no job behind", async () => {
    await using database = await migratedDatabase();
    const ran: string[] = [];
    const instance = (name: string) =>
      openInstance({
        ...database,
        run: async ({ task }) => {
          ran.push(`${task.id} on ${name}`);
          return { kind: "completed" };
        },
      });
    await using one = await instance("one");
    await using other = await instance("other");
    await Promise.all([one.engine.start(), other.engine.start()]);
    const names = Array.from({ length: 40 }, (_, index) => `${index}`);
    const tasks = await Promise.all(names.map((name) => one.submit(name)));
    for (const { id } of tasks) {
      expect((await other.engine.settled(id, ALICE, NEVER)).state.kind).toBe("completed");
    }
    expect(new Set(ran.map((line) => line.split(" ")[0])).size).toBe(40);
    expect(ran).toHaveLength(40);
    await expect.poll(async () => (await one.sql(JOBS)).rows).toEqual([]);
  });

  it("sends the job with the commit or not at all", async () => {
    await using database = await migratedDatabase();
    await using instance = await openInstance(database);
    await instance.submit("Go");
    await expect(instance.submit("Go", { contentHash: "other" })).rejects.toMatchObject({
      code: "message-conflict",
    });
    expect((await instance.sql(JOBS)).rows).toEqual([{ state: "created", retry_count: 0 }]);
  });

  it("hands running tasks to another instance at once when one is asked to stop", async () => {
    await using database = await migratedDatabase();
    await using leaving = await openInstance({ ...database, run: listens });
    await using staying = await openInstance(database);
    await leaving.engine.start();
    const { id } = await leaving.submit("Go");
    await expect.poll(async () => (await leaving.engine.get(id, ALICE)).runs).toBe(1);
    await staying.engine.start();
    await leaving.engine.stop(0);
    const ended = await staying.engine.settled(id, ALICE, NEVER);
    expect(ended).toMatchObject({ state: { kind: "completed" }, runs: 2, attempts: 1 });
  });

  it("gives the tasks of an instance that went silent to another, and stops its runs when it wakes", async () => {
    await using database = await migratedDatabase();
    const stopped = Promise.withResolvers<unknown>();
    await using silent = await openInstance({
      ...database,
      limits: { maxRunning: 1 },
      run: async (context) => {
        const ending = listens(context);
        ending.catch(() => stopped.resolve(context.signal.reason));
        return ending;
      },
    });
    await silent.engine.start();
    const { id } = await silent.submit("Go");
    await expect.poll(async () => (await silent.engine.get(id, ALICE)).runs).toBe(1);
    await using awake = await openInstance({ ...database, run: listens });
    // As the queue does when no heartbeat has come for longer than it waits.
    await silent.sql("update a2a_queue.job set state = 'retry' where name = 'tasks'");
    await awake.engine.start();
    await expect.poll(async () => (await awake.engine.get(id, ALICE)).runs, { timeout: 5000 }).toBe(2);
    expect(await stopped.promise).toMatchObject({ code: "aborted" });
    await awake.engine.cancel(id, ALICE);
  });

  it("counts as dead after seven seconds of silence", async () => {
    await using database = await migratedDatabase();
    await using instance = await openInstance({ ...database, run: listens });
    await instance.engine.start();
    const { id } = await instance.submit("Go");
    const patience = async (): Promise<number> => {
      const { rows } = await instance.sql(
        "select extract(epoch from heartbeat_on + heartbeat_seconds * interval '1 second' - now())::float as left from a2a_queue.job where state = 'active'",
      );
      return (rows[0] as { left: number } | undefined)?.left ?? Number.POSITIVE_INFINITY;
    };
    await expect.poll(patience, { timeout: 5000 }).toBeLessThan(7);
    await instance.engine.cancel(id, ALICE);
  });

  it("sends jobs for tasks that have none", async () => {
    await using database = await migratedDatabase();
    await using first = await openInstance(database);
    const { id } = await first.submit("Go");
    await first.sql("delete from a2a_queue.job");
    await using second = await openInstance(database);
    await second.engine.start();
    expect((await second.engine.settled(id, ALICE, NEVER)).state.kind).toBe("completed");
  });

  it("gives owners turns, however much one of them sent before", async () => {
    await using database = await migratedDatabase();
    await using instance = await openInstance(database);
    for (let index = 0; index < 6; index += 1) await instance.submit(`a${index}`);
    await instance.submit("b0", { owner: BOB });
    const taken = await instance.queue.take(3, undefined);
    expect(taken.map(({ data }) => data.owner).filter((owner) => owner === "bob")).toHaveLength(1);
  });

  it("gives an owner of higher priority so many turns for one of another's", async () => {
    await using database = await migratedDatabase();
    const priorityOf = ({ owner }: { readonly owner: string }): number => (owner === "alice" ? 3 : 1);
    await using instance = await openInstance({ ...database, priorityOf });
    for (let index = 0; index < 4; index += 1) await instance.submit(`b${index}`, { owner: BOB });
    for (let index = 0; index < 8; index += 1) await instance.submit(`a${index}`);
    const taken: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const jobs = await instance.queue.take(4, undefined);
      taken.push(...jobs.map(({ data }) => data.owner));
    }
    expect(taken.slice(0, 4).toSorted()).toEqual(["alice", "alice", "alice", "bob"]);
    expect(taken.slice(4).toSorted()).toEqual(["alice", "alice", "alice", "bob"]);
  });

  it("keeps an owner's runs on all instances to what is allowed", async () => {
    await using database = await migratedDatabase();
    const limits = { maxRunningPerOwner: 3 };
    await using one = await openInstance({ ...database, run: listens, limits });
    await using other = await openInstance({ ...database, run: listens, limits });
    for (let index = 0; index < 8; index += 1) await one.submit(`a${index}`);
    await one.engine.start();
    await other.engine.start();
    await one.submit("b0", { owner: BOB });
    const running =
      "select count(*)::int from a2a_queue.job where state = 'active' and group_id like '%alice%'";
    await expect.poll(async () => (await one.sql(running)).rows).toEqual([{ count: 3 }]);
  });

  it("answers busy on every instance when as many wait as may on all together", async () => {
    await using database = await migratedDatabase();
    const limits = { maxRunning: 1, maxQueued: 2 };
    await using one = await openInstance({ ...database, run: listens, limits });
    await using other = await openInstance({ ...database, run: listens, limits });
    await one.engine.start();
    await other.engine.start();
    for (const name of ["1", "2"]) {
      const { id } = await one.submit(name);
      await expect.poll(async () => (await one.engine.get(id, ALICE)).runs).toBe(1);
    }
    await one.submit("3");
    await one.submit("4");
    const busy = { code: "server-busy", retryAfterSeconds: expect.any(Number) };
    await expect(one.submit("5")).rejects.toMatchObject(busy);
    await expect(other.submit("5")).rejects.toMatchObject(busy);
  });
});
