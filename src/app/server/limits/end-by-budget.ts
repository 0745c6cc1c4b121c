import type { RunContext } from "#engine";
import { BudgetExhaustedError } from "#limits";
import type { Findings } from "../egress/findings.ts";
import type { RunTeller } from "../telling/run-teller.ts";

export interface PaidWork {
  readonly context: Pick<RunContext, "writeArtifact">;
  readonly teller: Pick<RunTeller, "flush">;
  readonly findings: Findings;
}

/** A task whose budget is used up fails by it, with what it has found so far. Any other failure goes on as it was. */
export async function endByBudget(error: unknown, { context, teller, findings }: PaidWork): Promise<never> {
  if (!(error instanceof BudgetExhaustedError)) throw error;
  await teller.flush();
  const found = findings.artifact();
  if (found !== undefined) await context.writeArtifact(found, { append: false, lastChunk: true });
  throw error;
}
