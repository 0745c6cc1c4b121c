import type { AuditActor, AuditLog } from "#audit";
import type { RunContext, StoredTask } from "#engine";
import type { AskOwner } from "../../egress/policy-gate.ts";
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

/** Writes down once what the owner decided, whatever becomes of the run that sees it first. */
export async function auditApprovals({ task, once }: RunContext, audit: AuditLog): Promise<void> {
  for (const { messageId, sha256, said } of approvalsOf(task)) {
    if (said === undefined) continue;
    await once(`egress/approval/${messageId}`, sha256, async () => {
      audit.append({
        action: "approval-decided",
        actor: actorOf(task),
        outcome: said === "approve" ? "done" : "refused",
        target: task.id,
        details: { decision: said === "approve" ? "approved" : "rejected", payloadHash: sha256 },
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
  return { kind: "principal", owner, tenant: policyTenantOf(task), keyId };
}
