import { describe, expect, it } from "vitest";
import { createFakeTime } from "../testing/fake-time.ts";
import { createLocalHints } from "./local-hints.ts";

function track(promise: Promise<void>): { done: boolean } {
  const state = { done: false };
  promise.then(
    () => {
      state.done = true;
    },
    () => undefined,
  );
  return state;
}

describe("a hint", () => {
  it("wakes everybody who waits for the task, and nobody else", async () => {
    const time = createFakeTime();
    const hints = createLocalHints(time.timers);
    const { signal } = new AbortController();
    const waits = ["a", "a", "b"].map((id) => track(hints.wait(id, 1000, signal)));
    hints.publish("a");
    await time.settle();
    expect(waits.map(({ done }) => done)).toEqual([true, true, false]);
  });

  it("is no longer waited for after the longest wait", async () => {
    const time = createFakeTime();
    const wait = track(createLocalHints(time.timers).wait("a", 1000, new AbortController().signal));
    await time.pass(999);
    expect(wait.done).toBe(false);
    await time.pass(1);
    expect(wait.done).toBe(true);
  });

  it("leaves nothing behind of a waiter that left", async () => {
    const time = createFakeTime();
    const hints = createLocalHints(time.timers);
    const leaving = new AbortController();
    const wait = track(hints.wait("a", 1000, leaving.signal));
    leaving.abort();
    await time.settle();
    expect(wait.done).toBe(true);
    expect(time.waiting).toBe(0);
    expect(track(hints.wait("a", 1000, leaving.signal)).done).toBe(false);
    expect(time.waiting).toBe(0);
  });
});
