import { describe, expect, it } from "vitest";
import type { Timers } from "#kernel";
import type { AuditEvent } from "./audit-event.ts";
import { AuditWriter } from "./audit-writer.ts";
import { EMPTY_CHAIN, headOf, type SealedEntry } from "./chain.ts";
import { RepeatedEvents } from "./repeated-events.ts";
import { recordingAudit } from "./testing/recording-audit.ts";

const started: AuditEvent = {
  action: "server-started",
  actor: { kind: "server" },
  outcome: "done",
  details: { version: "1" },
};

function handTimers() {
  const armed = new Set<() => void>();
  const timers: Timers = {
    after(_delayMs, fire) {
      armed.add(fire);
      return { [Symbol.dispose]: () => void armed.delete(fire) };
    },
  };
  const fire = async (): Promise<void> => {
    const due = [...armed];
    armed.clear();
    for (const one of due) one();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { timers, fire, armed };
}

function writerRig() {
  const entries: SealedEntry[] = [];
  const batches: number[] = [];
  const failures: { error: unknown; lost: number }[] = [];
  const state = { broken: false };
  const { timers, fire, armed } = handTimers();
  const writer = new AuditWriter({
    store: {
      async append(seal) {
        if (state.broken) throw new Error("disk full");
        const added = seal(headOf(entries, EMPTY_CHAIN));
        batches.push(added.length);
        entries.push(...added);
      },
      head: async () => headOf(entries, EMPTY_CHAIN),
      read: async () => entries,
      [Symbol.asyncDispose]: async () => undefined,
    },
    onFailed: (error, lost) => failures.push({ error, lost }),
    clock: { now: () => 1, monotonicMs: () => 1 },
    timers,
  });
  return { writer, entries, batches, failures, state, fire, armed };
}

describe("writing down", () => {
  it("puts what comes together into one transaction, and more than fits into several", async () => {
    const { writer, batches, fire } = writerRig();
    for (let count = 0; count < 700; count += 1) writer.append(started);
    expect(batches).toEqual([]);
    await fire();
    await fire();
    expect(batches).toEqual([500, 200]);
  });

  it("keeps what could not be written, in order, and tells of each failure", async () => {
    const { writer, entries, failures, state, fire } = writerRig();
    state.broken = true;
    writer.append(started);
    await fire();
    writer.append(started);
    expect([entries.length, failures.map(({ lost }) => lost)]).toEqual([0, [0]]);
    state.broken = false;
    await fire();
    expect(entries.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("tells what is lost where the store stays away, and neither throws nor grows", async () => {
    const { writer, failures, state, armed } = writerRig();
    state.broken = true;
    for (let count = 0; count < 10_002; count += 1) writer.append(started);
    expect(failures.map(({ lost }) => lost)).toEqual([1, 1]);
    await writer[Symbol.asyncDispose]();
    expect(failures.at(-1)?.lost).toBe(10_000);
    expect(armed.size).toBe(0);
  });

  it("writes everything at its end", async () => {
    const { writer, entries } = writerRig();
    for (let count = 0; count < 1_200; count += 1) writer.append(started);
    await writer[Symbol.asyncDispose]();
    expect(entries).toHaveLength(1_200);
  });
});

describe("what happens again and again", () => {
  const failed = (count: number): AuditEvent => ({
    action: "login-failed",
    actor: { kind: "stranger", address: "192.0.2.1" },
    outcome: "refused",
    details: { method: "api_key", count },
  });

  it("is written the first time, and then as a count a minute", async () => {
    const log = recordingAudit();
    const { timers, fire } = handTimers();
    const repeated = new RepeatedEvents(log, { now: () => 0, monotonicMs: () => 0 }, timers);
    for (let count = 0; count < 100; count += 1) repeated.count("192.0.2.1", failed);
    expect(log.events).toEqual([failed(1)]);
    await fire();
    expect(log.events).toEqual([failed(1), failed(99)]);
    repeated.count("192.0.2.1", failed);
    expect(log.events).toHaveLength(3);
    repeated.count("192.0.2.1", failed);
    repeated[Symbol.dispose]();
    expect(log.events).toHaveLength(4);
  });

  it("fills no memory and no disk, however many addresses it comes from", async () => {
    const log = recordingAudit();
    const { timers, fire } = handTimers();
    const repeated = new RepeatedEvents(log, { now: () => 0, monotonicMs: () => 0 }, timers);
    for (let count = 0; count < 5_000; count += 1) repeated.count(`address ${count}`, failed);
    await fire();
    expect(log.events.length).toBeLessThanOrEqual(1_002);
    const all = log.events.map((event) => (event.action === "login-failed" ? event.details.count : 0));
    expect(all.reduce((sum, count) => sum + count)).toBe(5_000);
  });

  it("is written again after an hour where it is the use of a key", () => {
    const log = recordingAudit();
    const time = { now: 0 };
    const clock = { now: () => time.now, monotonicMs: () => 0 };
    const repeated = new RepeatedEvents(log, clock, handTimers().timers);
    for (const now of [0, 1, 3_599_999, 3_600_000, 3_600_001]) {
      time.now = now;
      repeated.use("key", () => started);
    }
    expect(log.events).toHaveLength(2);
  });
});
