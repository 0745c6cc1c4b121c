import {
  type Artifact,
  type Message,
  Role,
  type StreamResponse,
  type Task,
  type TaskStatus,
} from "@a2a-js/sdk";
import type { StoredTask, TaskArtifact, TaskEvent, TaskFailure, TaskMessage, TaskState } from "#engine";
import { encodeParts, type PartSource } from "./encode-parts.ts";
import { stateToA2A } from "./task-states.ts";

export interface TaskIds {
  readonly taskId: string;
  readonly contextId: string;
}

/** Whence the bytes of a task come: of what it made, and of what a client sent. */
export interface TaskSources {
  readonly made: PartSource;
  readonly sent: PartSource;
}

export function encodeTask(task: StoredTask, { made, sent }: TaskSources): Task {
  const ids = { taskId: task.id, contextId: task.contextId };
  return {
    id: task.id,
    contextId: task.contextId,
    status: encodeStatus(task.state, task.statusMessage, task.statusAt, ids, made),
    artifacts: task.artifacts.map((one) => encodeArtifact(one, made)),
    history: task.history.map((one) => encodeMessage(one, ids, sent)),
    metadata: Object.keys(task.metadata).length === 0 ? undefined : { ...task.metadata },
  };
}

/** Undefined for an event that A2A has no form for: a message that joined the history. */
export function encodeEvent(
  { body, at, taskId }: TaskEvent,
  contextId: string,
  source: PartSource,
): StreamResponse | undefined {
  const ids = { taskId, contextId };
  switch (body.type) {
    case "status-changed": {
      const status = encodeStatus(body.state, body.message, at, ids, source);
      return { payload: { $case: "statusUpdate", value: { ...ids, status, metadata: body.metadata } } };
    }
    case "artifact-updated": {
      const { append, lastChunk } = body;
      const artifact = encodeArtifact(body.artifact, source);
      const value = { ...ids, artifact, append, lastChunk, metadata: undefined };
      return { payload: { $case: "artifactUpdate", value } };
    }
    case "message-added":
      return undefined;
  }
}

function encodeStatus(
  state: TaskState,
  message: TaskMessage | undefined,
  at: number,
  ids: TaskIds,
  source: PartSource,
): TaskStatus {
  const told = message ?? ("failure" in state ? failureMessage(state.failure, ids.taskId) : undefined);
  return {
    state: stateToA2A(state.kind),
    message: told === undefined ? undefined : encodeMessage(told, ids, source),
    timestamp: new Date(at).toISOString(),
  };
}

/** A failure speaks where the run itself left no last word. */
function failureMessage(failure: TaskFailure, taskId: string): TaskMessage {
  return {
    messageId: `${taskId}-failure`,
    role: "agent",
    parts: [{ kind: "text", text: failure.message }],
    metadata: { code: failure.code },
  };
}

function encodeMessage(message: TaskMessage, ids: TaskIds, source: PartSource): Message {
  return {
    messageId: message.messageId,
    contextId: ids.contextId,
    taskId: ids.taskId,
    role: message.role === "user" ? Role.ROLE_USER : Role.ROLE_AGENT,
    parts: encodeParts(message.parts, source),
    metadata: message.metadata,
    extensions: [...(message.extensions ?? [])],
    referenceTaskIds: [...(message.referenceTaskIds ?? [])],
  };
}

function encodeArtifact(artifact: TaskArtifact, source: PartSource): Artifact {
  return {
    artifactId: artifact.artifactId,
    name: artifact.name ?? "",
    description: artifact.description ?? "",
    parts: encodeParts(artifact.parts, source),
    metadata: artifact.metadata,
    extensions: [...(artifact.extensions ?? [])],
  };
}
