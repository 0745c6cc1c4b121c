import { describe, expect, it } from "vitest";
import type { TaskMessage } from "../content.ts";
import type { TaskState, TaskStateKind } from "../task.ts";
import { next, type TaskHappening } from "./transition.ts";

const failure = { code: "some-code", message: "Why." };
const message: TaskMessage = { messageId: "m", role: "agent", parts: [{ kind: "text", text: "Hello." }] };

const STATES: Record<TaskStateKind, TaskState> = {
  submitted: { kind: "submitted" },
  working: { kind: "working" },
  "input-required": { kind: "input-required" },
  completed: { kind: "completed" },
  failed: { kind: "failed", failure },
  canceled: { kind: "canceled" },
  rejected: { kind: "rejected", failure },
};

const HAPPENINGS: Record<TaskHappening["type"], TaskHappening> = {
  "run-begun": { type: "run-begun" },
  "progress-told": { type: "progress-told", message },
  "artifact-written": {
    type: "artifact-written",
    artifact: { artifactId: "a", parts: [] },
    append: false,
    lastChunk: true,
  },
  "run-completed": { type: "run-completed" },
  "input-asked": { type: "input-asked", message },
  "task-rejected": { type: "task-rejected", failure },
  "task-failed": { type: "task-failed", failure },
  "run-handed-back": { type: "run-handed-back" },
  "answer-missed": { type: "answer-missed", failure },
  "cancel-requested": { type: "cancel-requested" },
  "follow-up-received": {
    type: "follow-up-received",
    message,
    metadata: {},
    request: {},
    timeoutMs: 1000,
  },
};

type Row = Record<"submitted" | "working" | "input-required", string>;

/** What becomes of each live state; a word in brackets is the reason of a refusal. */
const TABLE: Record<TaskHappening["type"], Row> = {
  "run-begun": { submitted: "working", working: "working", "input-required": "(not-at-work)" },
  "progress-told": { submitted: "(not-at-work)", working: "working", "input-required": "(not-at-work)" },
  "artifact-written": { submitted: "(not-at-work)", working: "working", "input-required": "(not-at-work)" },
  "run-completed": { submitted: "(not-at-work)", working: "completed", "input-required": "(not-at-work)" },
  "input-asked": { submitted: "(not-at-work)", working: "input-required", "input-required": "(not-at-work)" },
  "task-rejected": { submitted: "(not-at-work)", working: "rejected", "input-required": "(not-at-work)" },
  "task-failed": { submitted: "failed", working: "failed", "input-required": "(not-at-work)" },
  "run-handed-back": { submitted: "(not-at-work)", working: "working", "input-required": "(not-at-work)" },
  "answer-missed": { submitted: "(at-work)", working: "(at-work)", "input-required": "failed" },
  "cancel-requested": { submitted: "canceled", working: "canceled", "input-required": "canceled" },
  "follow-up-received": { submitted: "(at-work)", working: "(at-work)", "input-required": "working" },
};

function outcome(state: TaskState, happening: TaskHappening): string {
  const transition = next(state, happening);
  return transition.kind === "moved" ? transition.state.kind : `(${transition.reason})`;
}

describe("what may follow which", () => {
  for (const happening of Object.values(HAPPENINGS)) {
    for (const [state, expected] of Object.entries(TABLE[happening.type])) {
      it(`${happening.type} at a task that is ${state} gives ${expected}`, () => {
        expect(outcome(STATES[state as TaskStateKind], happening)).toBe(expected);
      });
    }
  }

  for (const state of [STATES.completed, STATES.failed, STATES.canceled, STATES.rejected]) {
    it(`nothing follows ${state.kind}`, () => {
      const outcomes = Object.values(HAPPENINGS).map((happening) => outcome(state, happening));
      expect(new Set(outcomes)).toEqual(new Set(["(ended)"]));
    });
  }

  it("keeps the reason of a failure and of a rejection", () => {
    expect(next(STATES.working, HAPPENINGS["task-failed"])).toEqual({ kind: "moved", state: STATES.failed });
    expect(next(STATES.working, HAPPENINGS["task-rejected"])).toEqual({
      kind: "moved",
      state: STATES.rejected,
    });
  });
});
