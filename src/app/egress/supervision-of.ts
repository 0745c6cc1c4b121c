import type { EgressGate, Supervision } from "#minions";
import type { ResolvedRun } from "../resolve-run.ts";

/** What may leave of a run, and who stands in, as its policy has it. */
export function supervisionOf(
  { policy, choice, standIn }: Pick<ResolvedRun, "policy" | "choice" | "standIn">,
  gate: EgressGate,
): Supervision {
  const { localOnly, notices } = choice;
  return {
    gate,
    notices,
    coversFailures: policy.onRemoteDown === "local-only",
    ...(localOnly === undefined ? {} : { localOnly }),
    ...(standIn === undefined ? {} : { standIn }),
  };
}
