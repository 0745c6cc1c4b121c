import { decodeBase64, type JsonReader } from "#a2a";
import type {
  LegacyMessage,
  LegacyPart,
  LegacyPushConfig,
  LegacySendConfiguration,
  LegacySendParams,
} from "./legacy-types.ts";

/**
 * Parameters of `message/send` and `message/stream`, built anew from what was received: the SDK's bridge takes types
 * on trust and breaks on a file that is no object or on bytes that are no text.
 */
export function readLegacySend(reader: JsonReader): LegacySendParams {
  const message = reader.nested("message");
  if (message === undefined) reader.fault("message", "Must be there.");
  const configuration = reader.nested("configuration");
  const metadata = reader.record("metadata");
  return {
    message: message === undefined ? NO_MESSAGE : readLegacyMessage(message),
    ...(configuration && { configuration: readConfiguration(configuration) }),
    ...(metadata && { metadata }),
  };
}

/** Stands for a message that is missing, until the faults are thrown. */
const NO_MESSAGE: LegacyMessage = { kind: "message", messageId: "", role: "user", parts: [] };

function readLegacyMessage(reader: JsonReader): LegacyMessage {
  const messageId = requiredText(reader, "messageId");
  const role = reader.raw("role");
  if (role !== "user" && role !== "agent") reader.fault("role", 'Must be "user".');
  const metadata = reader.record("metadata");
  const contextId = reader.text("contextId");
  const taskId = reader.text("taskId");
  return {
    kind: "message",
    messageId,
    role: role === "agent" ? "agent" : "user",
    parts: readLegacyParts(reader),
    extensions: reader.texts("extensions"),
    referenceTaskIds: reader.texts("referenceTaskIds"),
    ...(contextId !== "" && { contextId }),
    ...(taskId !== "" && { taskId }),
    ...(metadata && { metadata }),
  };
}

/** The parts of a message, in the form that 0.3 and the reference share. */
export function readLegacyParts(reader: JsonReader): LegacyPart[] {
  const parts = reader.nestedList("parts").flatMap((part) => readPart(part) ?? []);
  if (parts.length === 0) reader.fault("parts", "Must have at least one part.");
  return parts;
}

function readPart(reader: JsonReader): LegacyPart | undefined {
  const metadata = reader.record("metadata");
  const rest = metadata && { metadata };
  switch (reader.raw("kind")) {
    case "text":
      return { kind: "text", text: requiredText(reader, "text"), ...rest };
    case "data":
      return { kind: "data", data: reader.record("data") ?? missing(reader, "data"), ...rest };
    case "file": {
      const file = reader.nested("file");
      if (file === undefined) return reader.fault("file", "Must be there.");
      return { kind: "file", file: readFile(file), ...rest };
    }
    default:
      return reader.fault("kind", "Must be text, file or data.");
  }
}

function readFile(reader: JsonReader): Extract<LegacyPart, { kind: "file" }>["file"] {
  const name = reader.text("name");
  const mimeType = reader.text("mimeType");
  const rest = { ...(name !== "" && { name }), ...(mimeType !== "" && { mimeType }) };
  if (reader.raw("bytes") === undefined) return { uri: requiredText(reader, "uri"), ...rest };
  const bytes = reader.text("bytes");
  if (decodeBase64(bytes) === undefined) reader.fault("bytes", "Must be base64.");
  return { bytes, ...rest };
}

function readConfiguration(reader: JsonReader): LegacySendConfiguration {
  const blocking = reader.flag("blocking");
  const historyLength = reader.count("historyLength");
  const push = reader.nested("pushNotificationConfig");
  return {
    acceptedOutputModes: reader.texts("acceptedOutputModes"),
    ...(blocking !== undefined && { blocking }),
    ...(historyLength !== undefined && { historyLength }),
    ...(push && { pushNotificationConfig: readLegacyPushConfig(push) }),
  };
}

export function readLegacyPushConfig(reader: JsonReader): LegacyPushConfig {
  const id = reader.text("id");
  const token = reader.text("token");
  const authentication = reader.nested("authentication");
  const credentials = authentication?.text("credentials") ?? "";
  return {
    url: requiredText(reader, "url"),
    ...(id !== "" && { id }),
    ...(token !== "" && { token }),
    ...(authentication && {
      authentication: {
        schemes: authentication.texts("schemes"),
        ...(credentials !== "" && { credentials }),
      },
    }),
  };
}

export function requiredText(reader: JsonReader, name: string): string {
  const text = reader.text(name);
  if (text === "" && reader.raw(name) !== undefined && typeof reader.raw(name) !== "string") return "";
  if (text === "") reader.fault(name, "Must be there and not empty.");
  return text;
}

function missing(reader: JsonReader, name: string): Record<string, unknown> {
  if (reader.raw(name) === undefined) reader.fault(name, "Must be there.");
  return {};
}
