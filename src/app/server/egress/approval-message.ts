import type { ContentPart, TaskMessage } from "#engine";
import { formatModelRef } from "#minions";
import { APPROVAL_ANSWERS, type ApprovalRequest, approvalRequestOf } from "../../egress/approval-request.ts";
import type { ShownPayload } from "../../egress/shown-payload.ts";
import { requestHash } from "../journal/request-hash.ts";
import { toJson } from "../to-json.ts";

const EVENT_TYPE = "egress-approval-asked";

/**
 * Names a payload and everyone who may get it: what was approved under it may leave, and nothing else. The hash of the
 * content alone would let the same words go to somebody who was never shown.
 */
export function bindingOf({ sha256, recipients }: Pick<ShownPayload, "sha256" | "recipients">): string {
  return requestHash({
    sha256,
    recipients: recipients.map(({ ref, host, home }) => [formatModelRef(ref), host ?? "", home]),
  });
}

/** Asks the owner of a task whether a payload may leave, with the payload to look at. */
export function askForApproval(
  shown: ShownPayload,
  { taskId, unclear }: { readonly taskId: string; readonly unclear: boolean },
  messageId: string,
): TaskMessage {
  const request = approvalRequestOf(shown, taskId);
  return {
    messageId,
    role: "agent",
    parts: [
      { kind: "text", text: wordsOf(request, unclear) },
      { kind: "data", data: toJson(request) },
    ],
    metadata: {
      event_type: EVENT_TYPE,
      source: "server",
      is_final: false,
      binding: bindingOf(shown),
      sha256: shown.sha256,
    },
  };
}

/** What a message asks approval for. */
export interface ApprovalQuestion {
  readonly binding: string;
  readonly sha256: string;
}

/** Undefined where a message asks for no approval. Only the server writes messages of agents, so none can be forged. */
export function questionIn({ role, metadata }: TaskMessage): ApprovalQuestion | undefined {
  const { event_type: type, binding, sha256 } = metadata ?? {};
  if (role !== "agent" || type !== EVENT_TYPE) return undefined;
  return typeof binding === "string" && typeof sha256 === "string" ? { binding, sha256 } : undefined;
}

/**
 * What a message answers; undefined where it is neither of the two, or both. An answer in data may name the SHA-256 that
 * its sender saw: one that answers an older question is none.
 */
export function answerIn(
  { parts }: Pick<TaskMessage, "parts">,
  question: ApprovalQuestion,
): "approve" | "reject" | undefined {
  const answers = new Set(parts.flatMap((part) => answersOf(part, question)));
  const [answer] = answers;
  return answers.size === 1 ? answer : undefined;
}

function answersOf(part: ContentPart, { sha256 }: ApprovalQuestion): ("approve" | "reject" | undefined)[] {
  if (part.kind === "text") return part.text.trim() === "" ? [] : [known(part.text)];
  const data = part.kind === "data" ? part.data : null;
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, "egress")) return [undefined];
  const said = data as { readonly egress: unknown; readonly sha256?: unknown };
  const seen = Object.hasOwn(data, "sha256") ? said.sha256 : sha256;
  return [seen === sha256 ? known(said.egress) : undefined];
}

function known(said: unknown): "approve" | "reject" | undefined {
  const word = typeof said === "string" ? said.trim().toLowerCase() : "";
  return APPROVAL_ANSWERS.find((answer) => answer === word);
}

function wordsOf(request: ApprovalRequest, unclear: boolean): string {
  const { taskId, recipients, bytes, sha256, promptTokens, promptCost, covers, stepPath, payload } = request;
  const names = recipients.map(({ provider, model, host }) => `${provider}/${model} at ${host}`);
  const cost = promptCost.kind === "known" ? `about $${promptCost.usd.toFixed(6)}` : "price unknown";
  return [
    ...(unclear ? ["The answer was neither approve nor reject, and nothing was sent."] : []),
    `Nothing has left yet for this step (${stepPath}). To go on, the text below has to be sent to ${names.join(", else to ")}.`,
    `It has ${bytes} bytes, SHA-256 ${sha256}, about ${promptTokens} tokens (${cost} without the reply).`,
    `Answer this task with the text "approve" or "reject", or {"egress": "approve"} as data; ` +
      `by command line: a2a-minions tasks approve ${taskId}, or tasks reject ${taskId}.`,
    `Approving covers ${covers === "task" ? "the rest of this task" : "this text alone"}.`,
    "",
    payload,
  ].join("\n");
}
