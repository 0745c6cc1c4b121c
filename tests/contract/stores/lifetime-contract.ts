import { describe, expect, it } from "vitest";
import { AbortedError } from "#kernel";
import { GRACE_MS, type OpenStores, openFresh, StandingClock } from "./open-stores.ts";
import { ANNA, aTask, collect, create, creation, someBytes } from "./task-builders.ts";

export function lifetimeContract(open: OpenStores): void {
  describe("the stores", () => {
    it("answer a ping, and not for one who has gone", async () => {
      await using stores = await openFresh(open);
      await stores.ping(new AbortController().signal);
      await expect(stores.ping(AbortSignal.abort())).rejects.toBeInstanceOf(AbortedError);
    });

    it("refuse every operation once they are closed, and may be closed twice", async () => {
      const stores = await openFresh(open);
      await create(stores, "t");
      await stores[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
      const closed = { code: "store-closed" };
      await expect(stores.tasks.get("t", ANNA)).rejects.toMatchObject(closed);
      await expect(stores.tasks.commit(creation(aTask("u")))).rejects.toMatchObject(closed);
      await expect(stores.events.page("t", 0, 1)).rejects.toMatchObject(closed);
      await expect(stores.journal.find({ taskId: "t", stepPath: "a" })).rejects.toMatchObject(closed);
      await expect(stores.documents.put(someBytes(1))).rejects.toMatchObject(closed);
      await expect(stores.ping(new AbortController().signal)).rejects.toMatchObject(closed);
      await expect(collect(stores.tasks.unfinished())).rejects.toMatchObject(closed);
      await expect(collect(stores.tasks.unanswered(0))).rejects.toMatchObject(closed);
    });

    it("finish what was asked for before they close", async () => {
      const stores = await openFresh(open);
      const read = stores.tasks.get("t", ANNA);
      const document = stores.documents.put(someBytes(1_000_000));
      const commits = Promise.allSettled(["1", "2", "3"].map((id) => create(stores, id)));
      await stores[Symbol.asyncDispose]();
      expect((await commits).map((outcome) => outcome.status)).toEqual([
        "fulfilled",
        "fulfilled",
        "fulfilled",
      ]);
      expect(await read).toBeUndefined();
      expect(await document).toHaveLength(64);
    });

    it("tell how long each operation took, also one that failed", async () => {
      const told: [string, number][] = [];
      const clock = new StandingClock();
      await using stores = await open({
        clock,
        unheldDocumentGraceMs: GRACE_MS,
        onOperation: (name, durationMs) => told.push([name, durationMs]),
      });
      const made = create(stores, "t");
      clock.advance(7);
      await made;
      await create(stores, "t").catch(() => undefined);
      await stores.tasks.get("t", ANNA);
      expect(told).toEqual([
        ["tasks.commit", 7],
        ["tasks.commit", 0],
        ["tasks.get", 0],
      ]);
    });
  });
}
