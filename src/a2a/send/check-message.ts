import { type Message, type Part, Role, type SendMessageRequest } from "@a2a-js/sdk";
import { type FieldViolation, InvalidRequestError } from "../errors/request-errors.ts";
import { isJsonObject, isJsonValue } from "./json-value.ts";
import type { MessageLimits } from "./limits.ts";

const MAX_ID_CHARACTERS = 256;

/**
 * What A2A requires of a message, and this server's limits, for every transport alike. All faults are told at once.
 * @throws InvalidRequestError
 */
export function checkMessage(request: SendMessageRequest, limits: MessageLimits): Message {
  const { message } = request;
  if (message === undefined) throw new InvalidRequestError([{ field: "message", description: "Required." }]);
  const faults = [
    ...idFaults("message.messageId", message.messageId, true),
    ...idFaults("message.contextId", message.contextId, false),
    ...idFaults("message.taskId", message.taskId, false),
    ...roleFaults(message.role),
    ...partsFaults(message.parts, limits),
    ...metadataFaults("message.metadata", message.metadata, limits),
    ...metadataFaults("metadata", request.metadata, limits),
    ...historyFaults("configuration.historyLength", request.configuration?.historyLength),
  ];
  if (faults.length > 0) throw new InvalidRequestError(faults);
  return message;
}

/** @see A2A 1.0, section 3.2.4 */
export function historyFaults(field: string, length: number | undefined): FieldViolation[] {
  const fits = length === undefined || (Number.isInteger(length) && length >= 0 && length < 2 ** 31);
  return fits ? [] : [{ field, description: "Must be a whole number, 0 or greater." }];
}

function idFaults(field: string, id: string, required: boolean): FieldViolation[] {
  if (id === "") return required ? [{ field, description: "Required." }] : [];
  if (id.length > MAX_ID_CHARACTERS || hasControlCharacter(id) || id.trim() === "") {
    return [{ field, description: `Must be 1 to ${MAX_ID_CHARACTERS} printable characters.` }];
  }
  return [];
}

function roleFaults(role: Role): FieldViolation[] {
  if (role === Role.ROLE_USER) return [];
  return [{ field: "message.role", description: "Must be ROLE_USER: agents do not send messages here." }];
}

function partsFaults(parts: readonly Part[], limits: MessageLimits): FieldViolation[] {
  if (parts.length === 0) return [{ field: "message.parts", description: "At least one part is required." }];
  if (parts.length > limits.maxParts) {
    return [{ field: "message.parts", description: `Must be at most ${limits.maxParts} parts.` }];
  }
  return parts.flatMap((part, index) => partFaults(part, `message.parts[${index}]`, limits));
}

function partFaults(part: Part, path: string, limits: MessageLimits): FieldViolation[] {
  return [
    ...contentFaults(part, path, limits),
    ...nameFaults(part, path, limits),
    ...metadataFaults(`${path}.metadata`, part.metadata, limits),
  ];
}

function contentFaults({ content }: Part, path: string, limits: MessageLimits): FieldViolation[] {
  switch (content?.$case) {
    case "text":
      if (content.value.length <= limits.maxTextCharacters) return [];
      return [
        {
          field: `${path}.text`,
          description: `Must be at most ${limits.maxTextCharacters} characters; send longer texts as a file in raw.`,
        },
      ];
    case "raw":
      if (content.value.length === 0) return [{ field: `${path}.raw`, description: "Must not be empty." }];
      if (content.value.length <= limits.maxFileBytes) return [];
      return [{ field: `${path}.raw`, description: `Must be at most ${limits.maxFileBytes} bytes.` }];
    case "url":
      return isWebAddress(content.value)
        ? []
        : [{ field: `${path}.url`, description: "Must be an http or https URL." }];
    case "data":
      return isJsonValue(content.value, limits.maxJsonDepth)
        ? []
        : [{ field: `${path}.data`, description: depthText(limits) }];
    default:
      return [{ field: path, description: "A part must have exactly one of text, raw, url and data." }];
  }
}

function nameFaults({ filename }: Part, path: string, limits: MessageLimits): FieldViolation[] {
  if (filename.length <= limits.maxNameCharacters && !hasControlCharacter(filename)) return [];
  const description = `Must be at most ${limits.maxNameCharacters} printable characters.`;
  return [{ field: `${path}.filename`, description }];
}

function metadataFaults(field: string, metadata: unknown, limits: MessageLimits): FieldViolation[] {
  if (metadata === undefined) return [];
  if (!isJsonObject(metadata, limits.maxJsonDepth)) return [{ field, description: depthText(limits) }];
  const { maxMetadataCharacters } = limits;
  if (JSON.stringify(metadata).length <= maxMetadataCharacters) return [];
  return [{ field, description: `Must be at most ${maxMetadataCharacters} characters of JSON.` }];
}

/**
 * A message that continues a task may bring a document alone: the question stands in the task. Asked after the media
 * types: a file that is not taken is the fault that the client must hear of.
 * @throws InvalidRequestError
 */
export function requireQuestion(message: Message): void {
  if (message.taskId !== "") return;
  const asks = message.parts.some(({ content }) => content?.$case === "text" && content.value.trim() !== "");
  if (asks) return;
  throw new InvalidRequestError([
    {
      field: "message.parts",
      description: "One part must be a text with the question; the others are documents.",
    },
  ]);
}

function depthText(limits: MessageLimits): string {
  return `Must be JSON of at most ${limits.maxJsonDepth} levels.`;
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
