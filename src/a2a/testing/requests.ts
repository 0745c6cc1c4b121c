import type { SendMessageRequest, StreamResponse } from "@a2a-js/sdk";
import type { NumberedResponse } from "../handler/a2a-handler.ts";
import { readSendMessage } from "../wire/read-message.ts";

type Json = Record<string, unknown>;

/** What a test changes of the request. */
export type SendJson = { readonly message?: Json } & Json;

/** JSON of a request to send; `message` and the rest are laid over a question that is fine as it is. */
export function sendJson({ message, ...rest }: SendJson = {}): Json {
  return {
    message: {
      messageId: "message-1",
      role: "ROLE_USER",
      parts: [{ text: "What was revenue?" }],
      ...message,
    },
    ...rest,
  };
}

export function sendRequest(json: SendJson = {}): SendMessageRequest {
  return readSendMessage(sendJson(json));
}

/** One line for an event of a stream, to be read aloud in a test. */
export function lineOf({ seq, response }: NumberedResponse): string {
  return `${seq} ${kindOf(response)}`;
}

export function kindOf({ payload }: StreamResponse): string {
  switch (payload?.$case) {
    case "statusUpdate":
      return `status ${payload.value.status?.state}`;
    case "artifactUpdate":
      return `artifact ${payload.value.artifact?.artifactId}`;
    default:
      return payload?.$case ?? "nothing";
  }
}
