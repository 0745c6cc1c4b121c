import { decodeBase64, type JsonReader } from "#a2a";
import type {
  LegacyMessage,
  LegacyPart,
  LegacySendConfiguration,
  LegacySendParams,
  LegacyTaskPushConfig,
} from "../legacy-types.ts";
import { readLegacyPushConfig, requiredText } from "../read-legacy-params.ts";

/**
 * The body of `/v1/message:send` and `/v1/message:stream`. 0.3 has two JSON forms of a message: that of JSON-RPC, and
 * over REST that of its protobuf, where parts are called `content` and carry no `kind`.
 */
export function readProtoSend(reader: JsonReader): LegacySendParams {
  const message = reader.nested("message") ?? reader.nested("request");
  if (message === undefined) reader.fault("message", "Must be there.");
  const configuration = reader.nested("configuration");
  const metadata = reader.record("metadata");
  return {
    message: message === undefined ? NO_MESSAGE : readMessage(message),
    ...(configuration && { configuration: readConfiguration(configuration) }),
    ...(metadata && { metadata }),
  };
}

/** Stands for a message that is missing, until the faults are thrown. */
const NO_MESSAGE: LegacyMessage = { kind: "message", messageId: "", role: "user", parts: [] };

function readMessage(reader: JsonReader): LegacyMessage {
  const messageId = requiredText(reader, "messageId");
  const parts = reader.nestedList("content").flatMap((part) => readPart(part) ?? []);
  if (parts.length === 0) reader.fault("content", "Must have at least one part.");
  const metadata = reader.record("metadata");
  const contextId = reader.text("contextId");
  const taskId = reader.text("taskId");
  return {
    kind: "message",
    messageId,
    role: readRole(reader),
    parts,
    extensions: reader.texts("extensions"),
    ...(contextId !== "" && { contextId }),
    ...(taskId !== "" && { taskId }),
    ...(metadata && { metadata }),
  };
}

function readRole(reader: JsonReader): LegacyMessage["role"] {
  const role = reader.raw("role");
  if (role === "ROLE_AGENT" || role === 2) return "agent";
  if (role !== "ROLE_USER" && role !== 1) reader.fault("role", "Must be ROLE_USER.");
  return "user";
}

function readPart(reader: JsonReader): LegacyPart | undefined {
  const metadata = reader.record("metadata");
  const rest = metadata && { metadata };
  if (reader.raw("text") !== undefined) return { kind: "text", text: reader.text("text"), ...rest };
  const file = reader.nested("file");
  if (file !== undefined) return { kind: "file", file: readFile(file), ...rest };
  const data = reader.nested("data");
  if (data !== undefined) return { kind: "data", data: { ...data.record("data") }, ...rest };
  return reader.fault("text", "A part must have one of text, file and data.");
}

function readFile(reader: JsonReader): Extract<LegacyPart, { kind: "file" }>["file"] {
  const name = reader.text("name");
  const mimeType = reader.text("mimeType");
  const rest = { ...(name !== "" && { name }), ...(mimeType !== "" && { mimeType }) };
  if (reader.raw("fileWithBytes") === undefined) return { uri: requiredText(reader, "fileWithUri"), ...rest };
  const bytes = reader.text("fileWithBytes");
  if (decodeBase64(bytes) === undefined) reader.fault("fileWithBytes", "Must be base64.");
  return { bytes, ...rest };
}

function readConfiguration(reader: JsonReader): LegacySendConfiguration {
  const historyLength = reader.count("historyLength");
  const push = reader.nested("pushNotification");
  return {
    acceptedOutputModes: reader.texts("acceptedOutputModes"),
    blocking: reader.flag("blocking") ?? false,
    // Protobuf's 0 is also "not set", and 0.3 could not tell them apart.
    ...(historyLength !== undefined && historyLength !== 0 && { historyLength }),
    ...(push && { pushNotificationConfig: readLegacyPushConfig(push) }),
  };
}

/** The body of `POST /v1/tasks/{id}/pushNotificationConfigs`. */
export function readProtoPushConfig(reader: JsonReader, taskId: string): LegacyTaskPushConfig {
  const holder = reader.nested("config") ?? reader;
  const config = holder.nested("pushNotificationConfig");
  if (config === undefined) reader.fault("pushNotificationConfig", "Must be there.");
  return {
    taskId,
    pushNotificationConfig: config === undefined ? { url: "" } : readLegacyPushConfig(config),
  };
}
