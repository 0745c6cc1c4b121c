import { describe, expect, it } from "vitest";
import type { RunContext, RunEnding } from "./engine-api.ts";
import { mortal } from "./testing/crash.ts";
import { ALICE, NEVER, openFixture } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage } from "./testing/messages.ts";

/** Ends with its process. */
const deaf = (): Promise<RunEnding> => Promise.withResolvers<RunEnding>().promise;
const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

describe("when processes die again and again", () => {
  it("a task whose runs kept dying fails instead of taking the server down for ever", async () => {
    const stores = createMemoryStores();
    const time = openFixture(deaf).time;
    let id = "";
    for (let life = 1; life <= 5; life += 1) {
      const process = mortal(stores);
      const { engine, submit } = openFixture(deaf, { stores: process.stores, time, ids: `life-${life}` });
      await engine.start();
      id ||= (await submit("Go")).id;
      await time.settle();
      process.die();
    }
    const last = openFixture(completes, { stores, time });
    await last.engine.start();
    expect((await last.engine.settled(id, ALICE, NEVER)).state).toMatchObject({
      kind: "failed",
      failure: { code: "run-kept-dying" },
    });
    expect(last.observed("run-begun")).toEqual([]);
  });

  it("a task that gets further in every life is carried on, however many it takes", async () => {
    const stores = createMemoryStores();
    const time = openFixture(deaf).time;
    let id = "";
    for (let life = 1; life <= 8; life += 1) {
      const process = mortal(stores);
      const tellsOneMore = async (context: RunContext): Promise<RunEnding> => {
        for (let word = 1; word <= life; word += 1) await context.tell(agentMessage(`Word ${word}.`));
        return deaf();
      };
      const { engine, submit } = openFixture(tellsOneMore, {
        stores: process.stores,
        time,
        ids: `life-${life}`,
      });
      await engine.start();
      id ||= (await submit("Go")).id;
      await time.settle();
      process.die();
    }
    const last = openFixture(completes, { stores, time });
    await last.engine.start();
    expect((await last.engine.settled(id, ALICE, NEVER)).state.kind).toBe("completed");
    const words = Array.from({ length: 8 }, (_, index) => `working: Word ${index + 1}.`);
    expect(await last.story(id)).toEqual(["message: Go", "submitted", "working", ...words, "completed"]);
  });

  it("tasks that ran beside one that takes the process down do not end with it", async () => {
    const stores = createMemoryStores();
    const { time } = openFixture(deaf);
    const names = ["One", "Two", "Poison", "Three", "Four"];
    const ids = new Map<string, string>();
    const endings = async (): Promise<string[]> => {
      const tasks = await Promise.all([...ids.values()].map((id) => stores.tasks.load(id)));
      return tasks.map((task) => task?.state.kind ?? "lost");
    };
    const ends = async (): Promise<boolean> =>
      (await endings()).every((kind) => ["completed", "failed"].includes(kind));
    let lives = 0;
    for (; ids.size === 0 || !(await ends()); lives += 1) {
      const process = mortal(stores);
      const run = async ({ task, once }: RunContext): Promise<RunEnding> => {
        if (task.id === ids.get("Poison")) process.die();
        await once("ask", "hash", async () => {
          const replied = Promise.withResolvers<string>();
          time.timers.after(1000, () => replied.resolve("an answer"));
          return replied.promise;
        });
        return { kind: "completed" };
      };
      const life = openFixture(run, {
        stores: process.stores,
        time,
        ids: `life-${lives}`,
        options: { maxRunning: 8 },
      });
      if (ids.size === 0) for (const name of names) ids.set(name, (await life.submit(name)).id);
      await life.engine.start();
      await time.pass(5000);
      process.die();
    }
    expect(await endings()).toEqual(["completed", "completed", "failed", "completed", "completed"]);
    expect(lives).toBeLessThan(8);
  });

  it("a task that was begun often waits no longer than half a minute for another one that was", async () => {
    const stores = createMemoryStores();
    const { time } = openFixture(deaf);
    for (let life = 1; life <= 2; life += 1) {
      const process = mortal(stores);
      const { engine, submit } = openFixture(deaf, { stores: process.stores, time, ids: `life-${life}` });
      if (life === 1) for (const name of ["One", "Two", "Three"]) await submit(name);
      await engine.start();
      await time.settle();
      process.die();
    }
    const last = openFixture(deaf, { stores, time });
    await last.engine.start();
    await time.settle();
    const begun = (): number => last.observed("run-begun").length;
    expect(begun()).toBe(1);
    await time.pass(30_000);
    expect(begun()).toBe(2);
    const { tasks } = await last.engine.list({ ...ALICE, pageSize: 10 });
    const waiting = tasks.find(({ attempts }) => attempts === 2);
    expect((await last.engine.cancel(waiting?.id ?? "", ALICE)).state.kind).toBe("canceled");
    await time.pass(30_000);
    expect(begun()).toBe(2);
    const stopping = last.engine.stop(0);
    await time.pass(10_000);
    await stopping;
    expect(time.waiting).toBe(0);
  });
});
