import type { JsonObject, TaskArtifact, TaskMessage } from "./content.ts";

export type TaskId = string;

/** Why a task ended without its result. `code` is one of the project's error codes; `message` is fit for clients. */
export interface TaskFailure {
  readonly code: string;
  readonly message: string;
}

/** The life of a task. Terminal states are final: nothing follows them. */
export type TaskState =
  | { readonly kind: "submitted" }
  | { readonly kind: "working" }
  | { readonly kind: "input-required" }
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly failure: TaskFailure }
  | { readonly kind: "canceled" }
  | { readonly kind: "rejected"; readonly failure: TaskFailure };

export type TaskStateKind = TaskState["kind"];

export const TERMINAL_STATES: ReadonlySet<TaskStateKind> = new Set([
  "completed",
  "failed",
  "canceled",
  "rejected",
]);

export function isTerminal(state: TaskState): boolean {
  return TERMINAL_STATES.has(state.kind);
}

/** Whose task it is. Every query names both; another owner's task looks exactly like no task. */
export interface TaskOwner {
  readonly tenant: string;
  readonly owner: string;
}

/** A task as it is stored: one row with a version. Times are milliseconds since the epoch. */
export interface StoredTask extends TaskOwner {
  readonly id: TaskId;
  readonly contextId: string;
  /** Grows by one with every commit; a commit that names another version loses. */
  readonly version: number;
  /** `seq` of the newest event; gap-free from 1. */
  readonly lastSeq: number;
  readonly state: TaskState;
  /** What the newest status said, if anything. */
  readonly statusMessage?: TaskMessage;
  /** Oldest first; the first is the message that created the task. */
  readonly history: readonly TaskMessage[];
  readonly artifacts: readonly TaskArtifact[];
  readonly metadata: JsonObject;
  /** What the runner needs to run it: skill, options, request id. Opaque to the engine. */
  readonly request: JsonObject;
  readonly cancelRequested: boolean;
  /**
   * How often a run of it has begun without ending since the task was submitted, was continued or last got further; 0
   * before the first. A run that tells something new counts as the first.
   */
  readonly attempts: number;
  /** How many runs of it have begun in all. A run that is not the newest has lost the task. */
  readonly runs: number;
  /** Limit from the first run's beginning, in milliseconds; a follow-up brings its own. */
  readonly timeoutMs: number;
  readonly createdAt: number;
  /** When the status last changed; A2A's status timestamp and the order of lists. */
  readonly statusAt: number;
  /** When it fails for lack of time; undefined until its first run begins, and while it waits for input. */
  readonly deadlineAt?: number;
}

/** What happened to a task, as streams and replays tell it. */
export type TaskEventBody =
  | {
      readonly type: "status-changed";
      readonly state: TaskState;
      readonly message?: TaskMessage;
      readonly metadata?: JsonObject;
    }
  | {
      readonly type: "artifact-updated";
      readonly artifact: TaskArtifact;
      /** True: the parts are added to the artifact of the same id. */
      readonly append: boolean;
      readonly lastChunk: boolean;
    }
  | { readonly type: "message-added"; readonly message: TaskMessage };

export interface TaskEvent {
  readonly taskId: TaskId;
  /** Per task, from 1, gap-free; the id of a server-sent event. */
  readonly seq: number;
  readonly at: number;
  readonly body: TaskEventBody;
}
