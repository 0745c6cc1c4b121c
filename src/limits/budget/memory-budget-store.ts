import type {
  AccountState,
  BudgetAccount,
  BudgetStore,
  HoldOutcome,
  HoldRequest,
  Spending,
} from "./budget-store.ts";

const NOTHING: Spending = { tokens: 0, nanos: 0 };

/** Budgets of one process, for runs that nothing outlives. */
export function createMemoryBudgetStore(): BudgetStore {
  const accounts = new Map<string, AccountState>();
  const holds = new Map<string, HoldRequest>();
  const stateOf = (name: string): AccountState =>
    accounts.get(name) ?? { settled: NOTHING, reserved: NOTHING };
  const book = ({ accounts: held, tokens, nanos }: HoldRequest, spent: Spending): void => {
    for (const { name } of held) {
      const { settled, reserved } = stateOf(name);
      accounts.set(name, {
        settled: sum(settled, spent),
        reserved: sum(reserved, { tokens: -tokens, nanos: -nanos }),
      });
    }
  };
  return {
    async reserve(request) {
      const key = keyOf(request);
      const left = holds.get(key);
      if (left !== undefined) book(left, NOTHING);
      holds.delete(key);
      const full = request.accounts
        .map((account) => refusal(account, stateOf(account.name), request))
        .find(Boolean);
      if (full !== undefined) return full;
      for (const { name } of request.accounts) {
        const { settled, reserved } = stateOf(name);
        accounts.set(name, { settled, reserved: sum(reserved, request) });
      }
      holds.set(key, request);
      return { kind: "held" };
    },
    async settle(hold, spent) {
      const key = keyOf(hold);
      const held = holds.get(key);
      if (held?.holdId !== hold.holdId) return false;
      holds.delete(key);
      book(held, spent);
      return true;
    },
    read: async (names) => names.map(stateOf),
    sweep: async () => undefined,
  };
}

function refusal(
  { name, maxTokens = Infinity, maxNanos = Infinity }: BudgetAccount,
  { settled, reserved }: AccountState,
  wanted: Spending,
): HoldOutcome | undefined {
  const { tokens, nanos } = sum(sum(settled, reserved), wanted);
  if (tokens > maxTokens) return { kind: "exhausted", account: name, unit: "tokens" };
  return nanos > maxNanos ? { kind: "exhausted", account: name, unit: "money" } : undefined;
}

function sum(one: Spending, other: Spending): Spending {
  return { tokens: one.tokens + other.tokens, nanos: one.nanos + other.nanos };
}

function keyOf({ taskId, step }: Pick<HoldRequest, "taskId" | "step">): string {
  return JSON.stringify([taskId, step]);
}
