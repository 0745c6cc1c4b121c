import { assertNever } from "#kernel";
import type {
  LegacyArtifact,
  LegacyMessage,
  LegacyPart,
  LegacyStreamEvent,
  LegacyTask,
  LegacyTaskPushConfig,
  LegacyTaskStatus,
} from "../legacy-types.ts";

/** The JSON of 0.3's protobuf, as its REST binding carries it; what is empty is left out, as ProtoJSON does. */
type ProtoJson = Readonly<Record<string, unknown>>;

const STATES = {
  unknown: "TASK_STATE_UNSPECIFIED",
  submitted: "TASK_STATE_SUBMITTED",
  working: "TASK_STATE_WORKING",
  completed: "TASK_STATE_COMPLETED",
  failed: "TASK_STATE_FAILED",
  canceled: "TASK_STATE_CANCELLED",
  "input-required": "TASK_STATE_INPUT_REQUIRED",
  rejected: "TASK_STATE_REJECTED",
  "auth-required": "TASK_STATE_AUTH_REQUIRED",
} as const satisfies Record<LegacyTaskStatus["state"], string>;

export function writeProtoTask(task: LegacyTask): ProtoJson {
  return full({
    id: task.id,
    contextId: task.contextId,
    status: writeStatus(task.status),
    artifacts: task.artifacts?.map(writeArtifact),
    history: task.history?.map(writeMessage),
    metadata: task.metadata,
  });
}

/** What a send gives: `{task}` or `{message}`. */
export function writeProtoSent(sent: LegacyTask | LegacyMessage): ProtoJson {
  return sent.kind === "task" ? { task: writeProtoTask(sent) } : { message: writeMessage(sent) };
}

export function writeProtoEvent(event: LegacyStreamEvent): ProtoJson {
  switch (event.kind) {
    case "task":
    case "message":
      return writeProtoSent(event);
    case "status-update": {
      const { taskId, contextId, status, final, metadata } = event;
      const told = { taskId, contextId, status: writeStatus(status), final: final || undefined, metadata };
      return { statusUpdate: full(told) };
    }
    case "artifact-update": {
      const { taskId, contextId, artifact, append, lastChunk, metadata } = event;
      const told = { taskId, contextId, artifact: writeArtifact(artifact), metadata };
      return {
        artifactUpdate: full({ ...told, append: append || undefined, lastChunk: lastChunk || undefined }),
      };
    }
    default:
      return assertNever(event);
  }
}

export function writeProtoPushConfig({ taskId, pushNotificationConfig }: LegacyTaskPushConfig): ProtoJson {
  const { id, url, token, authentication } = pushNotificationConfig;
  return {
    name: `tasks/${taskId}/pushNotificationConfigs/${id ?? ""}`,
    pushNotificationConfig: full({
      id,
      url,
      token,
      authentication: authentication && full({ ...authentication }),
    }),
  };
}

function writeStatus({ state, message, timestamp }: LegacyTaskStatus): ProtoJson {
  return full({ state: STATES[state], message: message && writeMessage(message), timestamp });
}

function writeMessage(message: LegacyMessage): ProtoJson {
  const { messageId, contextId, taskId, role, parts, metadata, extensions } = message;
  return full({
    messageId,
    contextId,
    taskId,
    role: role === "agent" ? "ROLE_AGENT" : "ROLE_USER",
    content: parts.map(writePart),
    metadata,
    extensions,
  });
}

function writeArtifact(artifact: LegacyArtifact): ProtoJson {
  const { artifactId, name, description, parts, metadata, extensions } = artifact;
  return full({ artifactId, name, description, parts: parts.map(writePart), metadata, extensions });
}

function writePart(part: LegacyPart): ProtoJson {
  const { metadata } = part;
  switch (part.kind) {
    case "text":
      return full({ text: part.text, metadata }, "text");
    case "data":
      return full({ data: { data: part.data }, metadata });
    case "file": {
      const { name, mimeType } = part.file;
      const content =
        "bytes" in part.file ? { fileWithBytes: part.file.bytes } : { fileWithUri: part.file.uri };
      return full({ file: { ...content, ...full({ name, mimeType }) }, metadata });
    }
    default:
      return assertNever(part);
  }
}

/** Without what is undefined or empty; `keep` names a field that says what the object is and so stays. */
export function full(fields: ProtoJson, keep?: string): ProtoJson {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        name === keep ||
        !(value === undefined || value === "" || (Array.isArray(value) && value.length === 0)),
    ),
  );
}
