import { type StreamResponse, TaskState } from "@a2a-js/sdk";

/** States as people and flags name them. */
export const STATE_NAMES = {
  submitted: TaskState.TASK_STATE_SUBMITTED,
  working: TaskState.TASK_STATE_WORKING,
  completed: TaskState.TASK_STATE_COMPLETED,
  failed: TaskState.TASK_STATE_FAILED,
  canceled: TaskState.TASK_STATE_CANCELED,
  rejected: TaskState.TASK_STATE_REJECTED,
  "input-required": TaskState.TASK_STATE_INPUT_REQUIRED,
  "auth-required": TaskState.TASK_STATE_AUTH_REQUIRED,
} as const satisfies Record<string, TaskState>;

export type StateName = keyof typeof STATE_NAMES;

export function stateName(state: TaskState | undefined): StateName | "unknown" {
  const found = Object.entries(STATE_NAMES).find(([, value]) => value === state);
  return found === undefined ? "unknown" : (found[0] as StateName);
}

const RESTING: ReadonlySet<string> = new Set<StateName>([
  "completed",
  "failed",
  "canceled",
  "rejected",
  "input-required",
  "auth-required",
]);

/** True for a state after which nothing comes unless the user does something. */
export function isAtRest(state: TaskState | undefined): boolean {
  return RESTING.has(stateName(state));
}

/** The state that a piece of a stream tells; undefined where it tells none. */
export function stateIn({ payload }: StreamResponse): TaskState | undefined {
  return payload?.$case === "task" || payload?.$case === "statusUpdate"
    ? payload.value.status?.state
    : undefined;
}
