import type { LegacyMessage, LegacyPart, LegacyTask, LegacyTaskStatus } from "../v0-3/legacy-types.ts";
import { clientTaskIdOf } from "./read-reference-send.ts";

export type ReferenceState = "submitted" | "working" | "completed" | "failed" | "canceled";

/**
 * The reference knows five states. A task that asks back can only have failed there: its clients have no way to answer,
 * and would wait for ever. What it asked stands in the status message.
 */
const STATES = {
  unknown: "working",
  submitted: "submitted",
  working: "working",
  completed: "completed",
  failed: "failed",
  canceled: "canceled",
  rejected: "failed",
  "input-required": "failed",
  "auth-required": "failed",
} as const satisfies Record<LegacyTaskStatus["state"], ReferenceState>;

export function referenceState(status: LegacyTaskStatus): ReferenceState {
  return STATES[status.state];
}

/** True where nothing more comes for a client of the reference. */
export function isOver(state: ReferenceState): boolean {
  return state !== "submitted" && state !== "working";
}

/** The id under which the client knows the task; undefined for a task that was not made in this dialect. */
export function knownAs(task: LegacyTask): string | undefined {
  const first = task.history?.[0];
  return first === undefined ? undefined : clientTaskIdOf(first.messageId);
}

/** A task in the reference's shape. */
export function writeReferenceTask(task: LegacyTask): object {
  return {
    id: knownAs(task) ?? task.id,
    sessionId: task.contextId,
    status: {
      state: referenceState(task.status),
      message: textOf(task.status.message?.parts ?? []) ?? null,
      timestamp: task.status.timestamp ?? null,
    },
    history: (task.history ?? []).map(writeMessage),
    metadata: task.metadata ?? {},
    artifacts: (task.artifacts ?? []).map(({ name, description, parts, metadata }) => ({
      name: name ?? "",
      description: description ?? "",
      parts,
      metadata: metadata ?? {},
    })),
  };
}

/** The text of some parts; undefined where there is none. */
export function textOf(parts: readonly LegacyPart[]): string | undefined {
  const texts = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  return texts.length === 0 ? undefined : texts.join("\n");
}

function writeMessage({ role, parts, metadata, messageId }: LegacyMessage): object {
  return {
    role,
    parts,
    messageId: clientTaskIdOf(messageId) === undefined ? messageId : null,
    metadata: metadata ?? null,
  };
}
