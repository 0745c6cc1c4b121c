import type { Clock } from "#kernel";
import type { Budgets, LimitedCaller } from "#limits";
import type { Model, Prices, Side } from "#minions";
import type { ResolvedRun } from "../../resolve-run.ts";
import { type BudgetMoved, budgetedModel } from "./budgeted-model.ts";

/** Whose budgets a run draws on. */
export interface PaidRun {
  readonly taskId: string;
  readonly caller: LimitedCaller;
  /** Longest time of the run, in milliseconds. */
  readonly timeoutMs: number;
}

export interface BudgetingDeps {
  /** Undefined: nothing is limited. */
  readonly budgets: Budgets | undefined;
  readonly prices: Prices;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onMoved: BudgetMoved;
}

/** How the models of a run are held to its budgets; to be put right before they are really asked. */
export function withinBudget(
  { taskId, caller, timeoutMs }: PaidRun,
  { options, choice }: Pick<ResolvedRun, "options" | "choice">,
  { budgets, prices, clock, newId, onMoved }: BudgetingDeps,
): (model: Model, side: Side) => Model {
  const wishes = { maxCost: options.max_cost, maxRemoteTokens: options.max_remote_tokens };
  const budget = budgets?.ofTask(taskId, caller, wishes);
  if (budget === undefined) return (model) => model;
  const shared = { budget, prices, clock, newId, onMoved, maxDurationMs: timeoutMs };
  return (model, side) => {
    const asked = choice.recipients.map(({ ref }) => ref);
    const models = side === "remote" && asked.length > 0 ? asked : [model.ref];
    // A worker or an engine at home that supervises for want of a remote model is not remote.
    const countsTokens = side === "remote" && !choice.standsIn;
    return budgetedModel(model, { ...shared, side, models, countsTokens });
  };
}
