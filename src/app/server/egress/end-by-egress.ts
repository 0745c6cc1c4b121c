import type { RunContext, RunEnding } from "#engine";
import { EgressApprovalNeededError, EgressRejectedError } from "../../egress/errors.ts";
import type { ShownPayload } from "../../egress/shown-payload.ts";
import type { RunTeller } from "../telling/run-teller.ts";
import { askForApproval, bindingOf } from "./approval-message.ts";
import { approvalsOf } from "./approvals-of-task.ts";
import type { Findings } from "./findings.ts";

export interface HeldWork {
  readonly context: RunContext;
  readonly teller: RunTeller;
  readonly findings: Findings;
}

/**
 * How a run ends at the egress gate: it asks for approval with the payload to look at, or is over since its owner said
 * no, with what was found at home. Any other failure goes on as it was.
 */
export async function endByEgress(error: unknown, work: HeldWork, messageId: string): Promise<RunEnding> {
  if (error instanceof EgressApprovalNeededError) {
    await work.teller.flush();
    return awaitApproval(error.payload, work, messageId);
  }
  if (!(error instanceof EgressRejectedError)) throw error;
  await work.teller.flush();
  const found = work.findings.artifact();
  if (found !== undefined) await work.context.writeArtifact(found, { append: false, lastChunk: true });
  const { code, message } = error;
  return { kind: "rejected", failure: { code, message } };
}

/** The task stops until its owner answers; an answer that was none is asked for once more, and told so. */
function awaitApproval(payload: ShownPayload, { context: { task } }: HeldWork, messageId: string): RunEnding {
  const last = approvalsOf(task).at(-1);
  const unclear = last !== undefined && last.said === undefined && last.binding === bindingOf(payload);
  const message = askForApproval(payload, { taskId: task.id, unclear }, messageId);
  return { kind: "input-required", message };
}
