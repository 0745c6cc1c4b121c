import { describe, expect, it, vi } from "vitest";
import { AppError } from "#kernel";
import type { LimitedCaller } from "../caller.ts";
import { createTierBook, type Tier } from "../tiers.ts";
import { createBudgets } from "./budgets.ts";
import { dayOf, secondsToMidnight } from "./day.ts";
import { createMemoryBudgetStore } from "./memory-budget-store.ts";

const ADA: LimitedCaller = { keyId: "laptop", owner: "ada", tenant: "north", tier: "small" };
const NOON = Date.UTC(2026, 10, 25, 12);
const MODEL = "openai/gpt-5";

function open(tier: Tier, unknownPrice: "refuse" | "count-tokens" = "refuse") {
  const store = createMemoryBudgetStore();
  const clock = { time: NOON, now: () => clock.time, monotonicMs: () => clock.time };
  const exhausted: string[] = [];
  const onFault = vi.fn();
  const pause = vi.fn(async () => undefined);
  let ids = 0;
  const budgets = createBudgets({
    ...{ store, clock, unknownPrice, onFault, pause, newId: () => `hold-${++ids}` },
    tiers: createTierBook({ small: tier }, "default", () => undefined),
    onExhausted: (scope, of) => exhausted.push(`${scope} of ${of}`),
  });
  let steps = 0;
  /** One call that holds so much, and uses as much where nothing else is said. */
  const spend = async (
    held: { readonly tokens?: number; readonly usd?: number | undefined },
    used = { tokens: held.tokens ?? 0, usd: held.usd },
    { caller = ADA, wishes = {}, taskId = "task-1" } = {},
  ) => {
    const bound = { tokens: 0, usd: 0, model: MODEL, ...held };
    const hold = await budgets.ofTask(taskId, caller, wishes)?.reserve(`step-${++steps}`, bound);
    await hold?.settle(used);
  };
  return { budgets, store, clock, exhausted, onFault, pause, spend };
}

describe("a day", () => {
  it.each([
    [Date.UTC(2026, 0, 1), "2026-01-01", 86_400],
    [Date.UTC(2026, 0, 1, 23, 59, 59, 1), "2026-01-01", 1],
    [Date.UTC(2026, 0, 31, 12), "2026-01-31", 43_200],
  ])("%d is %s and lasts for %d s", (time, day, seconds) => {
    expect([dayOf(time), secondsToMidnight(time)]).toEqual([day, seconds]);
  });
});

describe("the budget of a day", () => {
  it.each<[string, Tier, { tokens?: number; usd?: number }, object]>([
    ["tokens", { key: { remoteTokensPerDay: 100 } }, { tokens: 100 }, { scope: "key", unit: "tokens" }],
    ["money", { owner: { costPerDay: 0.5 } }, { usd: 0.5 }, { scope: "owner", unit: "money" }],
    ["a tenant", { tenant: { costPerDay: 0.5 } }, { usd: 0.5 }, { scope: "tenant", unit: "money" }],
  ])("in %s that is used up refuses calls and messages until midnight UTC", async (_, tier, all, error) => {
    const { budgets, clock, spend } = open(tier);
    await budgets.checkDay(ADA);
    await spend(all);
    const told = { code: "budget-exhausted", retryAfterSeconds: 43_200, ...error };
    await expect(budgets.checkDay(ADA)).rejects.toMatchObject(told);
    await expect(spend(all)).rejects.toMatchObject(told);
    clock.time += 43_200_000;
    await budgets.checkDay(ADA);
    await spend(all);
  });

  it("is of one key, and another key of the owner has its own", async () => {
    const { budgets, spend } = open({ key: { remoteTokensPerDay: 100 }, owner: { remoteTokensPerDay: 150 } });
    const phone = { ...ADA, keyId: "phone" };
    await spend({ tokens: 100 });
    await budgets.checkDay(phone);
    await expect(spend({ tokens: 100 }, undefined, { caller: phone })).rejects.toMatchObject({
      scope: "owner",
    });
    await spend({ tokens: 50 }, undefined, { caller: phone });
  });

  it("is drawn on by the day of the call, also where the task began before", async () => {
    const { budgets, clock } = open({ key: { remoteTokensPerDay: 100 } });
    const task = budgets.ofTask("task-1", ADA, {});
    await (await task?.reserve("one", { tokens: 100, usd: 0, model: MODEL }))?.settle("unknown");
    clock.time += 43_200_000;
    await (await task?.reserve("two", { tokens: 100, usd: 0, model: MODEL }))?.settle("unknown");
    expect((await budgets.left(ADA))[0]?.remoteTokensLeft).toBe(0);
  });

  it("tells what is left, counting what calls under way hold", async () => {
    const { budgets, spend } = open({
      key: { remoteTokensPerDay: 100, costPerDay: 2 },
      tenant: { costPerDay: 9 },
    });
    await spend({ tokens: 30, usd: 1 }, { tokens: 10, usd: 0.25 });
    await budgets.ofTask("task-2", ADA, {})?.reserve("one", { tokens: 20, usd: 0.25, model: MODEL });
    expect(await budgets.left(ADA)).toEqual([
      { scope: "key", remoteTokensPerDay: 100, remoteTokensLeft: 70, costPerDay: 2, costLeft: 1.5 },
      {
        scope: "tenant",
        remoteTokensPerDay: undefined,
        remoteTokensLeft: undefined,
        costPerDay: 9,
        costLeft: 8.5,
      },
    ]);
  });
});

describe("the budget of a task", () => {
  it.each<[string, Tier, { maxCost?: number; maxRemoteTokens?: number }, number]>([
    ["its tier's", { task: { maxRemoteTokens: 100 } }, {}, 100],
    ["its own wish below", { task: { maxRemoteTokens: 100 } }, { maxRemoteTokens: 40 }, 40],
    [
      "its tier's, whatever it wishes above",
      { task: { maxRemoteTokens: 100 } },
      { maxRemoteTokens: 4_000 },
      100,
    ],
    ["its own wish alone", {}, { maxRemoteTokens: 40 }, 40],
  ])("is %s", async (_, tier, wishes, most) => {
    const { spend, exhausted } = open(tier);
    await spend({ tokens: most }, undefined, { wishes });
    const over = spend({ tokens: 1 }, undefined, { wishes });
    await expect(over).rejects.toMatchObject({ scope: "task", unit: "tokens", retryAfterSeconds: undefined });
    expect(exhausted).toEqual(["task of small"]);
    await spend({ tokens: most }, undefined, { wishes, taskId: "task-2" });
  });

  it("is not there where nothing limits the task", () => {
    expect(open({ key: { requestsPerMinute: 5 } }).budgets.ofTask("task-1", ADA, {})).toBeUndefined();
  });
});

describe("a call", () => {
  const tier: Tier = { task: { maxCost: 1, maxRemoteTokens: 100 } };

  it("of unknown price is refused where money is limited, and its tokens count where that is chosen", async () => {
    await expect(open(tier).spend({ tokens: 1, usd: undefined })).rejects.toMatchObject({
      ...{ code: "price-unknown", model: MODEL },
    });
    const lenient = open(tier, "count-tokens");
    await lenient.spend({ tokens: 100, usd: undefined });
    await expect(lenient.spend({ tokens: 1, usd: undefined })).rejects.toMatchObject({ unit: "tokens" });
    await open({ task: { maxRemoteTokens: 100 } }).spend({ tokens: 1, usd: undefined });
  });

  it("whose end nobody knows counts as what was held", async () => {
    const { budgets, store } = open(tier);
    const hold = await budgets
      .ofTask("task-1", ADA, {})
      ?.reserve("one", { tokens: 9, usd: 0.2, model: MODEL });
    await hold?.settle("unknown");
    const [state] = await store.read(["task task-1"]);
    expect(state).toEqual({ settled: { tokens: 9, nanos: 200_000_000 }, reserved: { tokens: 0, nanos: 0 } });
  });

  it("is held and booked once a store answers again that was away", async () => {
    const { store, spend, onFault, pause } = open(tier);
    const away = new AwayError("the database restarts");
    vi.spyOn(store, "reserve").mockRejectedValueOnce(away);
    vi.spyOn(store, "settle").mockRejectedValueOnce(away).mockRejectedValueOnce(away);
    await spend({ tokens: 60 }, { tokens: 1, usd: 0 });
    expect([pause.mock.calls.length, onFault.mock.calls.length]).toEqual([3, 0]);
    await spend({ tokens: 99 });
  });

  it("that cannot be booked stays held, and its reply is not lost", async () => {
    const { store, spend, onFault } = open(tier);
    vi.spyOn(store, "settle").mockRejectedValue(new Error("the database is gone"));
    await spend({ tokens: 60 }, { tokens: 1, usd: 0 });
    expect(onFault).toHaveBeenCalledTimes(1);
    await expect(spend({ tokens: 60 })).rejects.toMatchObject({ code: "budget-exhausted" });
  });

  it("that cannot be held is not made", async () => {
    const { store, spend } = open(tier);
    vi.spyOn(store, "reserve").mockRejectedValue(new Error("the database is gone"));
    await expect(spend({ tokens: 1 })).rejects.toThrow("the database is gone");
  });
});

class AwayError extends AppError<"store-unavailable"> {
  readonly code = "store-unavailable";
}
