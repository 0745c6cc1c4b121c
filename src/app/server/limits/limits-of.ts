import type { TaskStore } from "#engine";
import {
  type Budgets,
  LIMIT_SCOPES,
  type LimitedCaller,
  type LimitScope,
  type ScopeLimits,
  scopeName,
  type TaskLimits,
  type TierBook,
} from "#limits";

/** What holds for a scope of the caller, and what is left of it; what is not limited is left out. */
export interface ScopeAllowance extends ScopeLimits {
  readonly scope: LimitScope;
  readonly concurrentTasksLeft?: number;
  readonly remoteTokensLeft?: number | undefined;
  /** US dollars. */
  readonly costLeft?: number | undefined;
}

/** What a caller may use, and what is left of it until the UTC day is over. */
export interface Allowance {
  readonly tier: string;
  readonly scopes: readonly ScopeAllowance[];
  readonly task: TaskLimits;
}

export interface LimitsOfDeps {
  readonly tiers: TierBook;
  readonly budgets: Pick<Budgets, "left">;
  readonly tasks: Pick<TaskStore, "countPlaces">;
}

export type LimitsOf = (caller: LimitedCaller) => Promise<Allowance>;

/** Tells callers what holds for them. */
export function createLimitsOf({ tiers, budgets, tasks }: LimitsOfDeps): LimitsOf {
  return async (caller) => {
    const { name, tier } = tiers.find(caller.tier);
    const places = LIMIT_SCOPES.map((scope) => scopeName(scope, caller));
    const [left, taken] = await Promise.all([budgets.left(caller), tasks.countPlaces(places)]);
    const scopes = LIMIT_SCOPES.flatMap((scope, index): ScopeAllowance[] => {
      const limits = tier[scope];
      if (limits === undefined || Object.values(limits).every((value) => value === undefined)) return [];
      const { concurrentTasks } = limits;
      const budget = left.find((one) => one.scope === scope);
      return [
        {
          scope,
          ...limits,
          ...(concurrentTasks === undefined
            ? {}
            : { concurrentTasksLeft: Math.max(0, concurrentTasks - (taken[index] ?? 0)) }),
          ...(budget === undefined
            ? {}
            : { remoteTokensLeft: budget.remoteTokensLeft, costLeft: budget.costLeft }),
        },
      ];
    });
    return { tier: name, scopes, task: tier.task ?? {} };
  };
}
