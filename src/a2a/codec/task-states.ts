import { TaskState } from "@a2a-js/sdk";
import type { TaskStateKind } from "#engine";

const TO_A2A = {
  submitted: TaskState.TASK_STATE_SUBMITTED,
  working: TaskState.TASK_STATE_WORKING,
  "input-required": TaskState.TASK_STATE_INPUT_REQUIRED,
  completed: TaskState.TASK_STATE_COMPLETED,
  failed: TaskState.TASK_STATE_FAILED,
  canceled: TaskState.TASK_STATE_CANCELED,
  rejected: TaskState.TASK_STATE_REJECTED,
} as const satisfies Record<TaskStateKind, TaskState>;

const FROM_A2A = new Map<TaskState, TaskStateKind>([
  [TaskState.TASK_STATE_SUBMITTED, "submitted"],
  [TaskState.TASK_STATE_WORKING, "working"],
  [TaskState.TASK_STATE_INPUT_REQUIRED, "input-required"],
  [TaskState.TASK_STATE_COMPLETED, "completed"],
  [TaskState.TASK_STATE_FAILED, "failed"],
  [TaskState.TASK_STATE_CANCELED, "canceled"],
  [TaskState.TASK_STATE_REJECTED, "rejected"],
]);

export function stateToA2A(kind: TaskStateKind): TaskState {
  return TO_A2A[kind];
}

/** Undefined for a state of A2A in which no task of ours ever is, and for what is no state. */
export function stateFromA2A(state: TaskState): TaskStateKind | undefined {
  return FROM_A2A.get(state);
}
