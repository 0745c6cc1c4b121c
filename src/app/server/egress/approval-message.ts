import type { ContentPart, TaskMessage } from "#engine";
import { formatModelRef, type Money } from "#minions";
import type { ShownPayload } from "../../egress/policy-gate.ts";
import { requestHash } from "../journal/request-hash.ts";
import { toJson } from "../to-json.ts";

/** Form of the data part, so that clients can tell it from others and later forms from this one. */
export const APPROVAL_FORM = "a2a-minions/egress-approval/1";

const EVENT_TYPE = "egress-approval-asked";

/** What the owner may answer, as a text or under `egress` in a data part. */
export const APPROVAL_ANSWERS = ["approve", "reject"] as const;

/** The data part of the question. `payload` is, byte for byte, what would leave. */
export interface ApprovalRequest {
  readonly form: typeof APPROVAL_FORM;
  readonly taskId: string;
  readonly step: string;
  readonly stepPath: string;
  /** Every model that may get it; all but the first only where those before it fail. */
  readonly recipients: readonly {
    readonly provider: string;
    readonly model: string;
    readonly host: string;
  }[];
  readonly bytes: number;
  readonly sha256: string;
  readonly promptTokens: number;
  readonly maxOutputTokens: number;
  readonly promptCost: Money;
  /** What approving covers: this payload and all that follow in the task, or this one. */
  readonly covers: "task" | "payload";
  readonly answers: typeof APPROVAL_ANSWERS;
  readonly payload: string;
}

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
  task: { readonly id: string; readonly covers: ApprovalRequest["covers"]; readonly unclear: boolean },
  messageId: string,
): TaskMessage {
  const { step, stepPath, bytes, sha256, promptTokens, maxOutputTokens, promptCost, text } = shown;
  const request: ApprovalRequest = {
    ...{ form: APPROVAL_FORM, taskId: task.id, step, stepPath },
    recipients: shown.recipients.flatMap(({ ref, host, home }) =>
      home ? [] : [{ ...ref, host: host === undefined || host === "" ? "unknown" : host }],
    ),
    ...{ bytes, sha256, promptTokens, maxOutputTokens, promptCost },
    ...{ covers: task.covers, answers: APPROVAL_ANSWERS, payload: text },
  };
  return {
    messageId,
    role: "agent",
    parts: [
      { kind: "text", text: wordsOf(request, task.unclear) },
      { kind: "data", data: toJson(request) },
    ],
    metadata: { event_type: EVENT_TYPE, source: "server", is_final: false, binding: bindingOf(shown) },
  };
}

/** The binding that a message asks about; undefined where it asks for no approval. Only the server writes such messages. */
export function bindingAsked({ role, metadata }: TaskMessage): string | undefined {
  const binding = metadata?.["binding"];
  const asks = role === "agent" && metadata?.["event_type"] === EVENT_TYPE;
  return asks && typeof binding === "string" ? binding : undefined;
}

/** What a message answers; undefined where it is neither of the two, or both. */
export function answerIn({ parts }: Pick<TaskMessage, "parts">): "approve" | "reject" | undefined {
  const answers = new Set(parts.flatMap(answersOf));
  const [answer] = answers;
  return answers.size === 1 ? answer : undefined;
}

function answersOf(part: ContentPart): ("approve" | "reject" | undefined)[] {
  if (part.kind === "text") return part.text.trim() === "" ? [] : [known(part.text)];
  if (part.kind !== "data") return [undefined];
  const { data } = part;
  const said = typeof data === "object" && data !== null && !Array.isArray(data) && "egress" in data;
  return [said ? known((data as { readonly egress: unknown }).egress) : undefined];
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
