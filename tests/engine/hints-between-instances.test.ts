import { describe, expect, it } from "vitest";
import { type ChannelHints, createChannelHints, type NotificationChannel, type OpenChannel } from "#engine";
import { createFakeTime, type FakeTime } from "../../src/engine/testing/fake-time.ts";

/** Longer than any wait of the hints' own. */
const LONG_MS = 3_600_000;

/** A database that passes notifications on to all its connections, and can be taken away. */
class FakeNotifications {
  readonly sent: string[] = [];
  readonly #open = new Set<{ readonly heard: (payload: string) => void; readonly break: () => void }>();
  refuses = false;
  /** A pooler that takes LISTEN and passes nothing on. */
  deaf = false;

  readonly open: OpenChannel = async (_channel, heard) => {
    if (this.refuses) throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const broken = Promise.withResolvers<void>();
    const connection = { heard, break: broken.resolve };
    this.#open.add(connection);
    const channel: NotificationChannel = {
      broken: broken.promise,
      send: async (payload) => {
        if (!this.#open.has(connection)) throw new Error("Connection terminated unexpectedly");
        this.sent.push(payload);
        if (!this.deaf) for (const other of this.#open) other.heard(payload);
      },
      [Symbol.asyncDispose]: async () => void this.#open.delete(connection),
    };
    return channel;
  };

  say(payload: string): void {
    for (const { heard } of this.#open) heard(payload);
  }

  breakAll(): void {
    for (const connection of this.#open) {
      this.#open.delete(connection);
      connection.break();
    }
  }
}

function instance(name: string, notifications: FakeNotifications, time: FakeTime, silent: unknown[] = []) {
  return createChannelHints({
    open: notifications.open,
    timers: time.timers,
    instance: name,
    onSilent: (error) => silent.push(error),
  });
}

/** Names in the order in which their waits ended. */
function waiting(hints: ChannelHints, ids: readonly string[], woken: string[] = []): string[] {
  for (const id of ids) void hints.wait(id, LONG_MS, new AbortController().signal).then(() => woken.push(id));
  return woken;
}

describe("hints between instances", () => {
  it("wake those who wait for the task, on every instance, and nobody else", async () => {
    const [time, database] = [createFakeTime(), new FakeNotifications()];
    await using here = instance("here", database, time);
    await using there = instance("there", database, time);
    await time.settle();
    const woken = waiting(there, ["t1", "t2"], waiting(here, ["t1", "t2"]));
    here.publish("t1");
    await time.settle();
    expect(woken).toEqual(["t1", "t1"]);
    expect(here.listening && there.listening).toBe(true);
  });

  it("go together while one notification is on its way, in payloads that PostgreSQL takes", async () => {
    const [time, database] = [createFakeTime(), new FakeNotifications()];
    await using here = instance("here", database, time);
    await using there = instance("there", database, time);
    await time.settle();
    database.sent.length = 0;
    const ids = Array.from({ length: 1000 }, (_, index) => `${index}-${"ä".repeat(20)}`);
    const woken = waiting(there, ids);
    for (const id of ids) here.publish(id);
    await time.settle();
    expect(woken.toSorted()).toEqual(ids.toSorted());
    expect(database.sent.length).toBeLessThan(12);
    expect(Math.max(...database.sent.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8000);
  });

  it("that were published while the connection was lost are told when it is back, and all waiters look", async () => {
    const [time, database] = [createFakeTime(), new FakeNotifications()];
    const silent: unknown[] = [];
    await using here = instance("here", database, time, silent);
    await using there = instance("there", database, time);
    await time.settle();
    const woken = waiting(there, ["t1"]);
    database.refuses = true;
    database.breakAll();
    await time.pass(60_000);
    expect(here.listening).toBe(false);
    here.publish("t1");
    await time.settle();
    expect(woken).toEqual([]);
    database.refuses = false;
    await time.pass(5_000);
    expect(woken).toEqual(["t1"]);
    expect(silent).toHaveLength(1);
    expect(waiting(there, ["t2"])).toEqual([]);
    expect(there.listening).toBe(true);
  });

  it("say that they are silent where a pooler passes nothing on, and still work within the instance", async () => {
    const [time, database] = [createFakeTime(), new FakeNotifications()];
    database.deaf = true;
    const silent: unknown[] = [];
    await using here = instance("here", database, time, silent);
    await time.pass(30_000);
    expect(silent).toHaveLength(1);
    expect(here.listening).toBe(false);
    const woken = waiting(here, ["t1"]);
    here.publish("t1");
    await time.settle();
    expect(woken).toEqual(["t1"]);
  });

  it.each(["", "null", "[]", "[1,2]", '["there",["t1",2]]', '{"a":1}', '["there","t1"]', "\u0000"])(
    "pass over what somebody else says on the channel: %j",
    async (payload) => {
      const [time, database] = [createFakeTime(), new FakeNotifications()];
      await using here = instance("here", database, time);
      await time.settle();
      const woken = waiting(here, ["t1"]);
      database.say(payload);
      await time.settle();
      expect(woken).toEqual([]);
      expect(here.listening).toBe(true);
    },
  );

  it("leave nothing behind when they are closed, connected or not", async () => {
    const [time, database] = [createFakeTime(), new FakeNotifications()];
    for (const refuses of [false, true]) {
      database.refuses = refuses;
      const here = instance("here", database, time);
      await time.pass(1_000);
      await here[Symbol.asyncDispose]();
      here.publish("t1");
      await time.settle();
    }
    expect(time.waiting).toBe(0);
  });
});
