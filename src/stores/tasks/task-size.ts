import type { ContentPart, JsonValue, StoredTask } from "#engine";

/** What the fields of a part take beside what they hold, roughly. */
const PART_CHARACTERS = 50;
const TASK_CHARACTERS = 500;

/** Characters that a task takes as JSON, roughly; what exceeds `most` is not counted to its end. */
export function taskSize(task: StoredTask, most: number): number {
  let size = TASK_CHARACTERS + jsonSize(task.request, most) + jsonSize(task.metadata, most);
  for (const { parts } of [...task.history, ...task.artifacts]) {
    for (const part of parts) {
      if (size > most) return size;
      size += PART_CHARACTERS + partSize(part, most);
    }
  }
  return size;
}

function partSize(part: ContentPart, most: number): number {
  if (part.kind === "text") return part.text.length;
  return part.kind === "data" ? jsonSize(part.data, most) : 0;
}

function jsonSize(value: JsonValue, most: number): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 5;
  let size = 2;
  for (const [key, inner] of Object.entries(value)) {
    if (size > most) return size;
    size += key.length + 4 + jsonSize(inner, most - size);
  }
  return size;
}
