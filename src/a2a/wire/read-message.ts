import { type Message, type Part, Role, type SendMessageRequest } from "@a2a-js/sdk";
import { decodeBase64 } from "./decode-base64.ts";
import { JsonReader } from "./json-reader.ts";
import { readPushConfig } from "./read-push-config.ts";

/** Parameters of SendMessage and SendStreamingMessage. @throws InvalidRequestError naming every field of a wrong type */
export function readSendMessage(params: unknown): SendMessageRequest {
  const reader = JsonReader.ofParams(params);
  const message = reader.nested("message");
  const configuration = reader.nested("configuration");
  const push = configuration?.nested("taskPushNotificationConfig");
  const request: SendMessageRequest = {
    tenant: reader.text("tenant"),
    message: message === undefined ? undefined : readMessage(message),
    configuration:
      configuration === undefined
        ? undefined
        : {
            acceptedOutputModes: configuration.texts("acceptedOutputModes"),
            taskPushNotificationConfig: push === undefined ? undefined : readPushConfig(push),
            historyLength: configuration.count("historyLength"),
            returnImmediately: configuration.flag("returnImmediately") ?? false,
          },
    metadata: reader.record("metadata"),
  };
  reader.throwIfFaulty();
  return request;
}

function readMessage(reader: JsonReader): Message {
  return {
    messageId: reader.text("messageId"),
    contextId: reader.text("contextId"),
    taskId: reader.text("taskId"),
    role: readRole(reader),
    parts: reader.nestedList("parts").map(readPart),
    metadata: reader.record("metadata"),
    extensions: reader.texts("extensions"),
    referenceTaskIds: reader.texts("referenceTaskIds"),
  };
}

function readRole(reader: JsonReader): Role {
  switch (reader.raw("role")) {
    case undefined:
    case "ROLE_UNSPECIFIED":
    case 0:
      return Role.ROLE_UNSPECIFIED;
    case "ROLE_USER":
    case 1:
      return Role.ROLE_USER;
    case "ROLE_AGENT":
    case 2:
      return Role.ROLE_AGENT;
    default:
      reader.fault("role", "Must be ROLE_USER.");
      return Role.UNRECOGNIZED;
  }
}

const CONTENT_FIELDS = ["text", "raw", "url", "data"] as const;

function readPart(reader: JsonReader): Part {
  return {
    content: readContent(reader),
    metadata: reader.record("metadata"),
    filename: reader.text("filename"),
    mediaType: reader.text("mediaType"),
  };
}

function readContent(reader: JsonReader): Part["content"] {
  const given = CONTENT_FIELDS.filter((name) => reader.raw(name) !== undefined);
  // A null is a JSON value of its own, but only for data.
  const [field, another] = given.length === 0 && reader.has("data") ? (["data"] as const) : given;
  if (field === undefined || another !== undefined) {
    reader.fault("text", "A part must have exactly one of text, raw, url and data.");
    return undefined;
  }
  switch (field) {
    case "text":
    case "url":
      return { $case: field, value: reader.text(field) };
    case "data":
      return { $case: "data", value: reader.raw("data") ?? null };
    case "raw":
      return { $case: "raw", value: readBytes(reader) };
  }
}

function readBytes(reader: JsonReader): Buffer {
  const given = reader.raw("raw");
  // A transport may have decoded a large file already; what came as JSON is never bytes.
  if (Buffer.isBuffer(given)) return given;
  const bytes = decodeBase64(reader.text("raw"));
  if (bytes === undefined) reader.fault("raw", "Must be base64.");
  return bytes ?? Buffer.alloc(0);
}
