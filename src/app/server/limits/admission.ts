import type { AdmitSubmission, TaskPlace } from "#engine";
import { LIMIT_SCOPES, scopeName, type TierBook } from "#limits";
import { callerOfTask } from "./caller-of-task.ts";

export interface AdmissionDeps {
  readonly tiers: TierBook;
}

/** What a new task takes a place of, by the tier of who sends it. */
export function createAdmission({ tiers }: AdmissionDeps): AdmitSubmission {
  return async (submission) => {
    const caller = callerOfTask({ request: submission.request, ...submission.owner });
    const { tier } = tiers.find(caller.tier);
    return LIMIT_SCOPES.flatMap((scope): TaskPlace[] => {
      const max = tier[scope]?.concurrentTasks;
      return max === undefined ? [] : [{ scope: scopeName(scope, caller), max }];
    });
  };
}
