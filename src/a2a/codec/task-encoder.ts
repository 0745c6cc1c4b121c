import {
  type Artifact,
  type Message,
  Role,
  type StreamResponse,
  type Task,
  type TaskStatus,
} from "@a2a-js/sdk";
import type {
  DocumentStore,
  StoredTask,
  TaskArtifact,
  TaskEvent,
  TaskFailure,
  TaskMessage,
  TaskState,
} from "#engine";
import { encodeParts, type PartSource } from "./encode-parts.ts";
import { stateToA2A } from "./task-states.ts";

/** How much of a task a client asked to see. */
export interface TaskView {
  /** Newest messages of the history; undefined for all. */
  readonly historyLength: number | undefined;
  readonly includeArtifacts: boolean;
}

/** Tells the engine's tasks and events in A2A's types. */
export interface TaskEncoder {
  task(task: StoredTask, view: TaskView): Promise<Task>;
  /** Undefined for an event that A2A has no form for: a message that joined the history. */
  event(event: TaskEvent, contextId: string): Promise<StreamResponse | undefined>;
  message(message: TaskMessage, ids: TaskIds): Promise<Message>;
}

export interface TaskIds {
  readonly taskId: string;
  readonly contextId: string;
}

/**
 * Documents that a client sent come back in the history inline up to `inlineHistoryBytes` each and are only named
 * beyond; what a task made is always sent whole.
 */
export function createTaskEncoder(documents: DocumentStore, inlineHistoryBytes: number): TaskEncoder {
  const whole: PartSource = { documents, maxInlineBytes: Number.POSITIVE_INFINITY };
  const brief: PartSource = { documents, maxInlineBytes: inlineHistoryBytes };

  return {
    async task(task, view) {
      const ids = { taskId: task.id, contextId: task.contextId };
      const [status, artifacts, history] = await Promise.all([
        encodeStatus(task.state, task.statusMessage, task.statusAt, ids, whole),
        Promise.all(view.includeArtifacts ? task.artifacts.map((one) => encodeArtifact(one, whole)) : []),
        Promise.all(newest(task.history, view.historyLength).map((one) => encodeMessage(one, ids, brief))),
      ]);
      const metadata = Object.keys(task.metadata).length === 0 ? undefined : { ...task.metadata };
      return { id: task.id, contextId: task.contextId, status, artifacts, history, metadata };
    },
    event: (event, contextId) => encodeEvent(event, { taskId: event.taskId, contextId }, whole),
    message: (message, ids) => encodeMessage(message, ids, whole),
  };
}

function newest(history: readonly TaskMessage[], length: number | undefined): readonly TaskMessage[] {
  if (length === undefined) return history;
  return length === 0 ? [] : history.slice(-length);
}

async function encodeEvent(
  event: TaskEvent,
  ids: TaskIds,
  source: PartSource,
): Promise<StreamResponse | undefined> {
  const { body } = event;
  switch (body.type) {
    case "status-changed": {
      const status = await encodeStatus(body.state, body.message, event.at, ids, source);
      return { payload: { $case: "statusUpdate", value: { ...ids, status, metadata: body.metadata } } };
    }
    case "artifact-updated": {
      const { append, lastChunk } = body;
      const artifact = await encodeArtifact(body.artifact, source);
      const value = { ...ids, artifact, append, lastChunk, metadata: undefined };
      return { payload: { $case: "artifactUpdate", value } };
    }
    case "message-added":
      return undefined;
  }
}

async function encodeStatus(
  state: TaskState,
  message: TaskMessage | undefined,
  at: number,
  ids: TaskIds,
  source: PartSource,
): Promise<TaskStatus> {
  const told = message ?? ("failure" in state ? failureMessage(state.failure, ids.taskId) : undefined);
  return {
    state: stateToA2A(state.kind),
    message: told === undefined ? undefined : await encodeMessage(told, ids, source),
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

async function encodeMessage(message: TaskMessage, ids: TaskIds, source: PartSource): Promise<Message> {
  return {
    messageId: message.messageId,
    contextId: ids.contextId,
    taskId: ids.taskId,
    role: message.role === "user" ? Role.ROLE_USER : Role.ROLE_AGENT,
    parts: await encodeParts(message.parts, source),
    metadata: message.metadata,
    extensions: [...(message.extensions ?? [])],
    referenceTaskIds: [...(message.referenceTaskIds ?? [])],
  };
}

async function encodeArtifact(artifact: TaskArtifact, source: PartSource): Promise<Artifact> {
  return {
    artifactId: artifact.artifactId,
    name: artifact.name ?? "",
    description: artifact.description ?? "",
    parts: await encodeParts(artifact.parts, source),
    metadata: artifact.metadata,
    extensions: [...(artifact.extensions ?? [])],
  };
}
