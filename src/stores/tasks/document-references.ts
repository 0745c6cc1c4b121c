import type { ContentPart, JsonValue, TaskChange } from "#engine";

const HASH = /^[0-9a-f]{64}$/;

/**
 * Hashes of all documents that a change makes its task hold: those of its messages, artifacts and events, and whatever
 * its runner's request names by a `hash`.
 */
export function documentsOf(change: TaskChange): ReadonlySet<string> {
  const { task, events } = change;
  const hashes = new Set<string>();
  for (const message of task.history) addParts(hashes, message.parts);
  for (const artifact of task.artifacts) addParts(hashes, artifact.parts);
  if (task.statusMessage !== undefined) addParts(hashes, task.statusMessage.parts);
  for (const event of events) {
    if (event.type === "artifact-updated") addParts(hashes, event.artifact.parts);
    else if (event.message !== undefined) addParts(hashes, event.message.parts);
  }
  addNamed(hashes, task.request);
  return hashes;
}

function addParts(hashes: Set<string>, parts: readonly ContentPart[]): void {
  for (const part of parts) if (part.kind === "document") hashes.add(part.document.hash);
}

function addNamed(hashes: Set<string>, value: JsonValue | undefined): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "hash" && typeof inner === "string" && HASH.test(inner)) hashes.add(inner);
    else addNamed(hashes, inner);
  }
}
