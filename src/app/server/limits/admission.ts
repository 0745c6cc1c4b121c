import type { AdmitSubmission, TaskPlace } from "#engine";
import { type Budgets, LIMIT_SCOPES, scopeName, type TierBook } from "#limits";
import { callerOfTask } from "./caller-of-task.ts";

export interface AdmissionDeps {
  readonly tiers: TierBook;
  readonly budgets: Pick<Budgets, "checkDay">;
}

/**
 * Refuses who has used up the day's budget, and says what a new task takes a place of, by the tier of who sends it.
 * @throws BudgetExhaustedError
 */
export function createAdmission({ tiers, budgets }: AdmissionDeps): AdmitSubmission {
  return async (submission) => {
    const caller = callerOfTask({ request: submission.request, ...submission.owner });
    await budgets.checkDay(caller);
    const { tier } = tiers.find(caller.tier);
    const places: TaskPlace[] = [];
    for (const scope of LIMIT_SCOPES) {
      const max = tier[scope]?.concurrentTasks;
      if (max !== undefined) places.push({ scope: scopeName(scope, caller), max });
    }
    return places;
  };
}
