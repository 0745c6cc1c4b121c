import type { StoredTask, TaskMessage } from "#engine";
import { answerIn, bindingAsked } from "./approval-message.ts";

/** One question for approval and what the owner said to it. */
export interface ApprovalAnswer {
  /** Id of the message that answered. */
  readonly messageId: string;
  readonly binding: string;
  /** Undefined where the answer was neither. */
  readonly said: "approve" | "reject" | undefined;
}

/**
 * What the owner of a task decided, read from its history: it is stored with the task, so that every run of it, here or
 * after a crash, sees the same decisions.
 */
export function approvalsOf({ history }: Pick<StoredTask, "history">): readonly ApprovalAnswer[] {
  return history.flatMap((message, index): ApprovalAnswer[] => {
    const binding = answeredBinding(history, index);
    return binding === undefined ? [] : [{ messageId: message.messageId, binding, said: answerIn(message) }];
  });
}

/** True for a message that answers a question for approval: it says nothing of what the task asks. */
export function answersApproval(history: readonly TaskMessage[], index: number): boolean {
  return answeredBinding(history, index) !== undefined;
}

/** The binding of the question that the message at `index` answers. */
function answeredBinding(history: readonly TaskMessage[], index: number): string | undefined {
  const before = history[index - 1];
  return before === undefined || history[index]?.role !== "user" ? undefined : bindingAsked(before);
}
