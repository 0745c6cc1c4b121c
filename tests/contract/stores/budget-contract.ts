import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BudgetAccount, BudgetStore, Spending } from "#limits";
import type { DatabaseStores } from "#stores";
import { type ContractOptions, GRACE_MS, StandingClock } from "./open-stores.ts";

type OpenBudgets = (options: ContractOptions) => Promise<DatabaseStores>;

const DAY: BudgetAccount = { name: "2026-11-25 key laptop", maxTokens: 1_000, maxNanos: 5_000 };
const TASK: BudgetAccount = { name: "task t1", maxTokens: 300 };

/** A call that holds so many tokens and as many nanos. */
function call(step: string, amount: number, accounts: readonly BudgetAccount[] = [DAY], taskId = "t1") {
  return { taskId, step, holdId: `${step} of ${taskId}`, tokens: amount, nanos: amount, accounts };
}

async function taken(budgets: BudgetStore, account: BudgetAccount): Promise<[Spending, Spending]> {
  const [state] = await budgets.read([account.name]);
  if (state === undefined) throw new Error("no state");
  return [state.settled, state.reserved];
}

const amount = (of: number): Spending => ({ tokens: of, nanos: of });

/** What budgets rely on, whatever the database. */
export function budgetContract(name: string, open: OpenBudgets): void {
  describe(`${name} as the store of budgets:`, () => {
    const fresh = (clock = new StandingClock()) => open({ clock, unheldDocumentGraceMs: GRACE_MS });

    it("holds what may be spent, and books what was", async () => {
      await using stores = await fresh();
      const { budgets } = stores;
      expect(await budgets.reserve(call("one", 200, [DAY, TASK]))).toEqual({ kind: "held" });
      expect(await taken(budgets, DAY)).toEqual([amount(0), amount(200)]);
      expect(await budgets.settle(call("one", 200), { tokens: 120, nanos: 70 })).toBe(true);
      for (const account of [DAY, TASK]) {
        expect(await taken(budgets, account)).toEqual([{ tokens: 120, nanos: 70 }, amount(0)]);
      }
    });

    it("books a call once, however often it is told", async () => {
      await using stores = await fresh();
      const { budgets } = stores;
      await budgets.reserve(call("one", 200));
      const told = await Promise.all([1, 2, 3].map(() => budgets.settle(call("one", 200), amount(50))));
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await taken(budgets, DAY)).toEqual([amount(50), amount(0)]);
    });

    it.each<[string, readonly BudgetAccount[], string, string]>([
      ["tokens", [{ name: "a", maxTokens: 100 }], "a", "tokens"],
      ["money", [{ name: "a", maxNanos: 100 }], "a", "money"],
      [
        "one of several",
        [
          { name: "b", maxTokens: 999 },
          { name: "a", maxNanos: 100 },
        ],
        "a",
        "money",
      ],
    ])(
      "refuses what would pass a maximum of %s, and holds nothing of it",
      async (_, accounts, account, unit) => {
        await using stores = await fresh();
        const { budgets } = stores;
        expect(await budgets.reserve(call("one", 60, accounts))).toEqual({ kind: "held" });
        for (const tooMuch of [41, 101]) {
          const outcome = await budgets.reserve(call("two", tooMuch, accounts));
          expect(outcome).toEqual({ kind: "exhausted", account, unit });
        }
        expect(await budgets.reserve(call("two", 40, accounts))).toEqual({ kind: "held" });
        for (const one of accounts) expect(await taken(budgets, one)).toEqual([amount(0), amount(100)]);
      },
    );

    it("gives back what a call did not use", async () => {
      await using stores = await fresh();
      const { budgets } = stores;
      await budgets.reserve(call("one", 1_000));
      expect((await budgets.reserve(call("two", 1))).kind).toBe("exhausted");
      await budgets.settle(call("one", 1_000), amount(999));
      expect((await budgets.reserve(call("two", 1))).kind).toBe("held");
    });

    it("lets the next call of a step take over what one that died held", async () => {
      await using stores = await fresh();
      const { budgets } = stores;
      await budgets.reserve(call("one", 900));
      const again = { ...call("one", 800), holdId: "after the restart" };
      expect(await budgets.reserve(again)).toEqual({ kind: "held" });
      expect(await taken(budgets, DAY)).toEqual([amount(0), amount(800)]);
      expect(await budgets.settle(call("one", 900), amount(5))).toBe(false);
      expect(await budgets.settle(again, amount(7))).toBe(true);
      expect(await taken(budgets, DAY)).toEqual([amount(7), amount(0)]);
    });

    it("keeps the steps of two tasks apart", async () => {
      await using stores = await fresh();
      const { budgets } = stores;
      await budgets.reserve(call("one", 10));
      await budgets.reserve(call("one", 20, [DAY], "t2"));
      expect(await taken(budgets, DAY)).toEqual([amount(0), amount(30)]);
    });

    it("forgets what nobody touched for long, and nothing else", async () => {
      const clock = new StandingClock();
      await using stores = await fresh(clock);
      const { budgets } = stores;
      await budgets.reserve(call("old", 10, [{ name: "old" }]));
      clock.advance(1_000);
      await budgets.reserve(call("new", 10, [DAY]));
      await budgets.sweep(clock.now());
      expect(await taken(budgets, { name: "old" })).toEqual([amount(0), amount(0)]);
      expect(await budgets.settle(call("old", 10), amount(10))).toBe(false);
      expect(await taken(budgets, DAY)).toEqual([amount(0), amount(10)]);
    });

    it("never passes a maximum, whoever reserves and settles what at once", async () => {
      await using stores = await fresh();
      const { budgets } = stores;
      let run = 0;
      const calls = fc.array(fc.record({ held: fc.nat(120), used: fc.nat(100), shared: fc.boolean() }), {
        maxLength: 25,
      });
      await fc.assert(
        fc.asyncProperty(calls, fc.integer({ min: 1, max: 600 }), async (wanted, max) => {
          run += 1;
          const shared: BudgetAccount = { name: `${run} shared`, maxTokens: max, maxNanos: max };
          const own: BudgetAccount = { name: `${run} own`, maxTokens: max };
          const outcomes = await Promise.all(
            wanted.map(async ({ held, used, shared: isShared }, index) => {
              const accounts = isShared ? [shared, own] : [own];
              const one = call(`step ${index}`, held, accounts, `task ${run}`);
              if ((await budgets.reserve(one)).kind === "exhausted") return 0;
              const spent = Math.min(held, used);
              await expectWithin(budgets, [shared, own], max);
              await budgets.settle(one, amount(spent));
              return spent;
            }),
          );
          const total = outcomes.reduce((sum, spent) => sum + spent, 0);
          expect(await taken(budgets, own)).toEqual([amount(total), amount(0)]);
        }),
        { numRuns: 25 },
      );
    });
  });
}

async function expectWithin(
  budgets: BudgetStore,
  accounts: readonly BudgetAccount[],
  max: number,
): Promise<void> {
  for (const { settled, reserved } of await budgets.read(accounts.map(({ name }) => name))) {
    expect(settled.tokens + reserved.tokens).toBeLessThanOrEqual(max);
  }
}
