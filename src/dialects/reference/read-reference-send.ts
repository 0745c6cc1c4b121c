import type { JsonReader } from "#a2a";
import type { LegacySendParams } from "../v0-3/legacy-types.ts";
import { readLegacyParts } from "../v0-3/read-legacy-params.ts";
import { readOptions } from "./known-options.ts";

/** Message ids of this dialect begin with it; what follows is the task id that the client knows. */
const PREFIX = "reference:";

export function messageIdFor(clientTaskId: string): string {
  return PREFIX + clientTaskId;
}

/** The task id that the client knows; undefined for a message that did not come in this dialect. */
export function clientTaskIdOf(messageId: string): string | undefined {
  return messageId.startsWith(PREFIX) ? messageId.slice(PREFIX.length) : undefined;
}

/**
 * Parameters of `tasks/send` and `tasks/sendSubscribe` as a message of 0.3.
 *
 * In the reference the client may choose the task's id. Here ids come from the server alone, so the chosen one becomes
 * the id of the message, by which the task is found again for the same owner, and which makes a repeated send harmless.
 */
export function readReferenceSend(reader: JsonReader, newId: () => string): LegacySendParams {
  const message = reader.nested("message");
  if (message === undefined) reader.fault("message", "Must be there.");
  const role = message?.raw("role");
  if (role !== "user" && role !== "agent") message?.fault("role", 'Must be "user".');
  const metadata = readOptions(reader);
  return {
    message: {
      kind: "message",
      messageId: messageIdFor(reader.text("id") || newId()),
      role: role === "agent" ? "agent" : "user",
      parts: message === undefined ? [] : readLegacyParts(message),
    },
    configuration: { blocking: false },
    metadata,
  };
}
