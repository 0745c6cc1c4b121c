import type { AuditActor, AuditLog } from "#audit";
import type { RunContext, StoredTask } from "#engine";
import type { AskOwner } from "../../egress/policy-gate.ts";
import type { ResolvedRun } from "../../resolve-run.ts";
import { policyTenantOf } from "../request/task-request.ts";
import { bindingOf } from "./approval-message.ts";
import { approvalsOf } from "./approvals-of-task.ts";

/**
 * Asks the owner of a task by what was said in it: approved is a payload whose question was answered so, to the same
 * recipients; a rejection holds for all else, so that a run comes as far as it was let.
 */
export function askOwnerOfTask(task: StoredTask): AskOwner {
  const answers = approvalsOf(task);
  const approved = new Set(answers.flatMap(({ said, binding }) => (said === "approve" ? [binding] : [])));
  const rejected = answers.some(({ said }) => said === "reject");
  return async (payload) => {
    if (approved.has(bindingOf(payload))) return "approved";
    return rejected ? "rejected" : "open";
  };
}

/** Writes down once what policy and owner decided of a task, whatever becomes of the run that sees it first. */
export async function auditDecisions(
  { task, once }: RunContext,
  { choice }: Pick<ResolvedRun, "choice">,
  audit: AuditLog,
): Promise<void> {
  const about = { actor: actorOf(task), target: task.id };
  if (choice.localOnly === "policy") {
    await once("egress/policy", "local-only", async () => {
      const details = { decision: "local-only", rule: "egress.remote" };
      audit.append({ ...about, action: "policy-decided", outcome: "done", details });
      return "local-only";
    });
  }
  for (const { messageId, sha256, said } of approvalsOf(task)) {
    if (said === undefined) continue;
    await once(`egress/approval/${messageId}`, sha256, async () => {
      const decision = said === "approve" ? ("approved" as const) : ("rejected" as const);
      const outcome = said === "approve" ? ("done" as const) : ("refused" as const);
      audit.append({
        ...about,
        action: "approval-decided",
        outcome,
        details: { decision, payloadHash: sha256 },
      });
      return said;
    });
  }
}

/** Who sent the message that made or last continued a task. */
export function actorOf(task: StoredTask): AuditActor {
  const { owner, request } = task;
  const caller = request["caller"];
  const keyId =
    typeof caller === "object" && caller !== null && "keyId" in caller && typeof caller["keyId"] === "string"
      ? caller["keyId"]
      : "";
  return { keyId, kind: "principal", owner, tenant: policyTenantOf(task) };
}
