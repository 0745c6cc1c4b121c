import { describe, expect, it } from "vitest";
import { FairQueue, ownerKey } from "./fair-queue.ts";

/** Tasks are written as owner and number: "a1" is the first of a. */
function queueOf(...ids: string[]): FairQueue {
  const queue = new FairQueue();
  for (const id of ids) add(queue, id);
  return queue;
}

function add(queue: FairQueue, id: string): void {
  queue.add({ id, tenant: "t", owner: id.charAt(0), since: 0, priority: id.startsWith("p") ? 3 : 1 });
}

function takeAll(queue: FairQueue, mayRun: (key: string) => boolean = () => true): string {
  const taken: string[] = [];
  for (let task = queue.take(mayRun); task !== undefined; task = queue.take(mayRun)) taken.push(task.id);
  return taken.join(" ");
}

describe("the queue", () => {
  const TABLE: readonly [name: string, waiting: string, order: string][] = [
    ["gives one owner's tasks first come, first served", "a1 a2 a3", "a1 a2 a3"],
    ["gives each owner its turn", "a1 a2 a3 b1 c1 c2", "a1 b1 c1 a2 c2 a3"],
    [
      "gives as many turns as the priority says, and then goes on",
      "p1 p2 p3 p4 p5 a1 a2 a3",
      "p1 p2 p3 a1 p4 p5 a2 a3",
    ],
    ["takes a task that waits already for the same", "a1 a1 a2", "a1 a2"],
    ["gives nothing when nothing waits", "", ""],
  ];
  for (const [name, waiting, order] of TABLE) {
    it(name, () => expect(takeAll(queueOf(...waiting.split(" ").filter(Boolean)))).toBe(order));
  }

  it("does not give an owner a turn earlier for having run dry in between", () => {
    const queue = queueOf("a1", "b1", "b2", "c1");
    expect(queue.take(() => true)?.id).toBe("a1");
    add(queue, "a2");
    expect(takeAll(queue)).toBe("b1 c1 a2 b2");
  });

  it("passes over owners that may not run now, without losing their turn", () => {
    const queue = queueOf("a1", "b1", "a2", "b2");
    const onlyB = (key: string): boolean => key === ownerKey({ tenant: "t", owner: "b" });
    expect(takeAll(queue, onlyB)).toBe("b1 b2");
    expect(takeAll(queue)).toBe("a1 a2");
  });

  it("forgets a task that is taken out", () => {
    const queue = queueOf("a1", "a2", "b1");
    expect([queue.remove("a1"), queue.remove("a1"), queue.remove("b1")]).toEqual([true, false, true]);
    expect([queue.size, queue.sizeOf({ tenant: "t", owner: "b" })]).toEqual([1, 0]);
    expect(takeAll(queue)).toBe("a2");
  });

  it("tells owners of different tenants apart", () => {
    const queue = new FairQueue();
    queue.add({ id: "1", tenant: "x", owner: "a", since: 0, priority: 1 });
    queue.add({ id: "2", tenant: "x", owner: "a", since: 0, priority: 1 });
    queue.add({ id: "3", tenant: "y", owner: "a", since: 0, priority: 1 });
    expect(takeAll(queue)).toBe("1 3 2");
  });
});
