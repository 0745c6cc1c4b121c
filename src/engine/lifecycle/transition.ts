import { assertNever } from "#kernel";
import type { JsonObject, TaskArtifact, TaskMessage } from "../content.ts";
import type { TaskFailure, TaskState } from "../task.ts";

/** Everything that can happen to a stored task. */
export type TaskHappening =
  | { readonly type: "run-begun" }
  | { readonly type: "progress-told"; readonly message: TaskMessage; readonly metadata?: JsonObject }
  | ArtifactWritten
  | { readonly type: "run-completed"; readonly message?: TaskMessage }
  | { readonly type: "input-asked"; readonly message: TaskMessage }
  | { readonly type: "task-rejected"; readonly failure: TaskFailure }
  | { readonly type: "task-failed"; readonly failure: TaskFailure }
  | { readonly type: "run-handed-back" }
  | { readonly type: "answer-missed"; readonly failure: TaskFailure }
  | { readonly type: "cancel-requested" }
  | FollowUpReceived;

export interface ArtifactWritten {
  readonly type: "artifact-written";
  readonly artifact: TaskArtifact;
  readonly append: boolean;
  readonly lastChunk: boolean;
}

export interface FollowUpReceived {
  readonly type: "follow-up-received";
  readonly message: TaskMessage;
  readonly metadata: JsonObject;
  readonly request: JsonObject;
  readonly timeoutMs: number;
}

/** Why a task does not take what happened: it has ended, it has a run at work, or it has none. */
export type RefusalReason = "ended" | "at-work" | "not-at-work";

export type Transition =
  | { readonly kind: "moved"; readonly state: TaskState }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/** The state of a task after something happened to it. The one place that knows which may follow which. */
export function next(state: TaskState, happening: TaskHappening): Transition {
  switch (state.kind) {
    case "submitted":
      return fromSubmitted(happening);
    case "working":
      return fromWorking(state, happening);
    case "input-required":
      return fromInputRequired(happening);
    case "completed":
    case "failed":
    case "canceled":
    case "rejected":
      return refused("ended");
    default:
      return assertNever(state);
  }
}

function fromSubmitted(happening: TaskHappening): Transition {
  switch (happening.type) {
    case "run-begun":
      return moved({ kind: "working" });
    case "cancel-requested":
      return moved({ kind: "canceled" });
    case "task-failed":
      return moved({ kind: "failed", failure: happening.failure });
    case "follow-up-received":
    case "answer-missed":
      return refused("at-work");
    case "progress-told":
    case "artifact-written":
    case "run-completed":
    case "input-asked":
    case "task-rejected":
    case "run-handed-back":
      return refused("not-at-work");
    default:
      return assertNever(happening);
  }
}

function fromWorking(state: TaskState, happening: TaskHappening): Transition {
  switch (happening.type) {
    case "run-begun":
    case "progress-told":
    case "artifact-written":
    case "run-handed-back":
      return moved(state);
    case "run-completed":
      return moved({ kind: "completed" });
    case "input-asked":
      return moved({ kind: "input-required" });
    case "task-rejected":
      return moved({ kind: "rejected", failure: happening.failure });
    case "task-failed":
      return moved({ kind: "failed", failure: happening.failure });
    case "cancel-requested":
      return moved({ kind: "canceled" });
    case "follow-up-received":
    case "answer-missed":
      return refused("at-work");
    default:
      return assertNever(happening);
  }
}

function fromInputRequired(happening: TaskHappening): Transition {
  switch (happening.type) {
    case "follow-up-received":
      return moved({ kind: "working" });
    case "answer-missed":
      return moved({ kind: "failed", failure: happening.failure });
    case "cancel-requested":
      return moved({ kind: "canceled" });
    case "run-begun":
    case "progress-told":
    case "artifact-written":
    case "run-completed":
    case "input-asked":
    case "task-rejected":
    case "task-failed":
    case "run-handed-back":
      return refused("not-at-work");
    default:
      return assertNever(happening);
  }
}

function moved(state: TaskState): Transition {
  return { kind: "moved", state };
}

function refused(reason: RefusalReason): Transition {
  return { kind: "refused", reason };
}
