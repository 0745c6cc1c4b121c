import { describe, expect, it } from "vitest";
import { type StoredTask, type Stores, TERMINAL_STATES, TooManyTasksError } from "#engine";
import { type OpenStores, openFresh } from "./open-stores.ts";
import { aState, aTask, creation, record, update } from "./task-builders.ts";

function take(stores: Stores, id: string, ...places: readonly (readonly [string, number])[]) {
  const task = aTask(id);
  const change = { ...creation(task), places: places.map(([scope, max]) => ({ scope, max })) };
  return stores.tasks.commit(change, record(`message-${id}`, task));
}

export function placesContract(open: OpenStores): void {
  describe("places of unfinished tasks", () => {
    it("are given out up to their number, and a task that gets none is not stored", async () => {
      await using stores = await openFresh(open);
      await take(stores, "one", ["key a", 2]);
      await take(stores, "two", ["key a", 2]);
      await expect(take(stores, "three", ["key a", 2])).rejects.toThrow(TooManyTasksError);
      expect(await stores.tasks.load("three")).toBeUndefined();
      expect(await stores.tasks.findMessage("message-three", aTask("three"))).toBeUndefined();
      await take(stores, "four", ["key b", 1]);
      expect(await stores.tasks.countPlaces(["key a", "key b", "key c"])).toEqual([2, 1, 0]);
    });

    it("are all taken or none", async () => {
      await using stores = await openFresh(open);
      await take(stores, "one", ["owner", 1]);
      await expect(take(stores, "two", ["key", 9], ["owner", 1])).rejects.toThrow(TooManyTasksError);
      expect(await stores.tasks.countPlaces(["key", "owner"])).toEqual([0, 1]);
    });

    it("are not taken by a message that came before, which is told first", async () => {
      await using stores = await openFresh(open);
      const first = await take(stores, "one", ["key", 1]);
      const again = { ...creation(aTask("other")), places: [{ scope: "key", max: 1 }] };
      const repeated = stores.tasks.commit(again, record("message-one", first));
      await expect(repeated).rejects.toMatchObject({ code: "message-conflict" });
    });

    it("of two that ask at once for the last one go to one of them", async () => {
      await using stores = await openFresh(open);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) =>
          take(stores, `t${index}`, [`key ${index % 2}`, 4], ["all", 5]),
        ),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
      expect(await stores.tasks.countPlaces(["all"])).toEqual([5]);
    });

    it.each([...TERMINAL_STATES])("are free again once the task is %s, and not before", async (kind) => {
      await using stores = await openFresh(open);
      const made = await take(stores, "one", ["key", 1]);
      let task: StoredTask = made;
      for (const state of ["working", "input-required"] as const) {
        task = await stores.tasks.commit(update(task, { state: aState(state) }));
        await expect(take(stores, "two", ["key", 1])).rejects.toThrow(TooManyTasksError);
      }
      await stores.tasks.commit(update(task, { state: aState(kind) }));
      await take(stores, "two", ["key", 1]);
      await stores.tasks.removeFinished({ olderThan: Number.MAX_SAFE_INTEGER, maxTasks: 10 });
      expect(await stores.tasks.countPlaces(["key"])).toEqual([1]);
    });
  });
}
