import { Role, type SendMessageRequest } from "@a2a-js/sdk";
import type { ApprovalRequest } from "#app";

/** The message by which the owner of a task approves or rejects what would leave. */
export function approvalAnswer(
  taskId: string,
  /** Of what was shown: an answer to an older question counts for nothing. */
  { sha256 }: Pick<ApprovalRequest, "sha256">,
  answer: "approve" | "reject",
  messageId: string,
): SendMessageRequest {
  const content = { $case: "data" as const, value: { egress: answer, sha256 } };
  return {
    tenant: "",
    message: {
      messageId,
      contextId: "",
      taskId,
      role: Role.ROLE_USER,
      parts: [{ content, metadata: undefined, filename: "", mediaType: "" }],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: undefined,
    metadata: undefined,
  };
}
