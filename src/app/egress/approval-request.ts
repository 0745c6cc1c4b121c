import type { Money } from "#minions";
import type { ShownPayload } from "./shown-payload.ts";

/** Form of the data part, so that clients can tell it from others and later forms from this one. */
export const APPROVAL_FORM = "a2a-minions/egress-approval/1";

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

/** A payload in the form in which its owner is asked about it. */
export function approvalRequestOf(shown: ShownPayload, taskId: string): ApprovalRequest {
  const { step, stepPath, bytes, sha256, promptTokens, maxOutputTokens, promptCost, covers, text } = shown;
  return {
    ...{ form: APPROVAL_FORM, taskId, step, stepPath },
    recipients: shown.recipients.flatMap(({ ref, host, home }) =>
      home ? [] : [{ ...ref, host: host === undefined || host === "" ? "unknown" : host }],
    ),
    ...{ bytes, sha256, promptTokens, maxOutputTokens, promptCost },
    ...{ covers, answers: APPROVAL_ANSWERS, payload: text },
  };
}
