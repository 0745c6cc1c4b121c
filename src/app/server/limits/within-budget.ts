import type { StoredTask } from "#engine";
import type { Clock } from "#kernel";
import type { Budgets } from "#limits";
import type { Model, Prices, Side } from "#minions";
import type { ResolvedRun } from "../../resolve-run.ts";
import { type BudgetMoved, budgetedModel } from "./budgeted-model.ts";
import { callerOfTask } from "./caller-of-task.ts";

export interface BudgetingDeps {
  /** Undefined: nothing is limited. */
  readonly budgets: Budgets | undefined;
  readonly prices: Prices;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onMoved: BudgetMoved;
}

/** How the models of a task's run are held to its budgets; to be put right before they are really asked. */
export function withinBudget(
  task: StoredTask,
  { options, choice }: Pick<ResolvedRun, "options" | "choice">,
  { budgets, prices, clock, newId, onMoved }: BudgetingDeps,
): (model: Model, side: Side) => Model {
  const wishes = { maxCost: options.max_cost, maxRemoteTokens: options.max_remote_tokens };
  const budget = budgets?.ofTask(task.id, callerOfTask(task), wishes);
  if (budget === undefined) return (model) => model;
  const shared = { budget, prices, clock, newId, onMoved, maxDurationMs: task.timeoutMs };
  return (model, side) => {
    const asked = choice.recipients.map(({ ref }) => ref);
    const models = side === "remote" && asked.length > 0 ? asked : [model.ref];
    // A worker or an engine at home that supervises for want of a remote model is not remote.
    const countsTokens = side === "remote" && !choice.standsIn;
    return budgetedModel(model, { ...shared, side, models, countsTokens });
  };
}
