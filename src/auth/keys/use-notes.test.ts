import { describe, expect, it } from "vitest";
import type { Timers } from "#kernel";
import { UseNotes } from "./use-notes.ts";

function rig(fails: () => boolean = () => false) {
  const time = { now: 1_000 };
  const written: [string, number][][] = [];
  const failures: unknown[] = [];
  let armed: { readonly delayMs: number; readonly fire: () => void }[] = [];
  const timers: Timers = {
    after(delayMs, fire) {
      const timer = { delayMs, fire };
      armed.push(timer);
      return {
        [Symbol.dispose]() {
          armed = armed.filter((one) => one !== timer);
        },
      };
    },
  };
  const notes = new UseNotes({
    store: {
      async noteUsed(usedAt) {
        if (fails()) throw new Error("disk full");
        written.push([...usedAt]);
      },
    },
    onFailed: (error) => failures.push(error),
    clock: { now: () => time.now, monotonicMs: () => 0 },
    timers,
  });
  const passMinute = async (): Promise<void> => {
    const due = armed.splice(0);
    for (const { fire } of due) fire();
    await Promise.resolve();
  };
  return { notes, time, written, failures, passMinute, armed: () => armed };
}

describe("when keys were last used", () => {
  it("is written once a minute, all in one go, the latest use of each", async () => {
    const { notes, time, written, passMinute, armed } = rig();
    notes.note("ada");
    notes.note("bob");
    time.now = 2_000;
    notes.note("ada");
    expect(armed().map(({ delayMs }) => delayMs)).toEqual([60_000]);
    await passMinute();
    expect(written).toEqual([
      [
        ["ada", 2_000],
        ["bob", 1_000],
      ],
    ]);
    expect(armed()).toEqual([]);
    notes.note("ada");
    await passMinute();
    expect(written).toHaveLength(2);
  });

  it("is tried again with the next uses where it could not be written, and never older than those", async () => {
    let broken = true;
    const { notes, time, written, failures, passMinute } = rig(() => broken);
    notes.note("ada");
    notes.note("bob");
    await passMinute();
    expect([written.length, failures.length]).toEqual([0, 1]);
    broken = false;
    time.now = 5_000;
    notes.note("ada");
    await passMinute();
    expect(written).toEqual([
      [
        ["ada", 5_000],
        ["bob", 1_000],
      ],
    ]);
  });

  it("is written at the end, too, and leaves no timer behind", async () => {
    const { notes, written, armed } = rig();
    notes.note("ada");
    await notes[Symbol.asyncDispose]();
    expect(written).toEqual([[["ada", 1_000]]]);
    expect(armed()).toEqual([]);
  });
});
