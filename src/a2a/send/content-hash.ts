import { hash } from "node:crypto";
import type { Message, SendMessageRequest } from "@a2a-js/sdk";
import type { ContentPart, JsonObject, JsonValue } from "#engine";
import { orderedJson } from "#kernel";

/**
 * Hex SHA-256 of what the client sent: the message and the request's metadata, not how it wants to be answered. Bytes
 * count by their own hash, and a URL by its text, whatever stood behind it at the time.
 */
export function contentHash(
  request: SendMessageRequest,
  message: Message,
  taken: readonly ContentPart[],
  metadata: { readonly request: JsonObject; readonly message: JsonObject },
): string {
  const parts = message.parts.map((part, index): JsonValue => {
    const kept = taken[index];
    if (kept === undefined) return null;
    if (part.content?.$case === "url") return { url: part.content.value, name: part.filename };
    if (kept.kind === "document") return { ...kept, document: { ...kept.document } };
    // As received: sorting the keys of megabytes would hold the thread, and a message sent again has its old order.
    if (kept.kind === "data") return { ...kept, data: JSON.stringify(kept.data) };
    return { ...kept };
  });
  // Named in the order in which they stand, which spares the sorting.
  const received = {
    contextId: message.contextId,
    extensions: message.extensions,
    metadata: metadata.message,
    parts,
    referenceTaskIds: message.referenceTaskIds,
    requestMetadata: metadata.request,
    taskId: message.taskId,
    tenant: request.tenant,
  };
  return hash("sha256", orderedJson(received));
}
