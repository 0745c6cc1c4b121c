import type { StoredTask, TaskMessage } from "#engine";
import { type ApprovalQuestion, answerIn, questionIn } from "./approval-message.ts";

/** One question for approval and what the owner said to it. */
export interface ApprovalAnswer extends ApprovalQuestion {
  /** Id of the message that answered. */
  readonly messageId: string;
  /** Undefined where the answer was neither. */
  readonly said: "approve" | "reject" | undefined;
}

/**
 * What the owner of a task decided, read from its history: it is stored with the task, so that every run of it, here or
 * after a crash, sees the same decisions.
 */
export function approvalsOf({ history }: Pick<StoredTask, "history">): readonly ApprovalAnswer[] {
  return history.flatMap((message, index): ApprovalAnswer[] => {
    const question = questionBefore(history, index);
    if (question === undefined) return [];
    return [{ messageId: message.messageId, ...question, said: answerIn(message, question) }];
  });
}

/** True for a message that answers a question for approval: it says nothing of what the task asks. */
export function answersApproval(history: readonly TaskMessage[], index: number): boolean {
  return questionBefore(history, index) !== undefined;
}

/** The question for approval that the message at `index` answers. */
function questionBefore(history: readonly TaskMessage[], index: number): ApprovalQuestion | undefined {
  const before = history[index - 1];
  return before === undefined || history[index]?.role !== "user" ? undefined : questionIn(before);
}
