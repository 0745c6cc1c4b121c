import type { JsonObject } from "#engine";
import { BoundedCache } from "#kernel";
import type { TaskRequestReading } from "./task-request.ts";

/** Reads the options of a message of a tenant; the same for the same options, as long as the server runs. */
export type ReadTaskRequest = (options: JsonObject, tenant: string) => TaskRequestReading;

/** Characters of all options that are remembered, and of those of one message. */
const KEPT_CHARACTERS = { maxWeight: 256 * 1024, maxEach: 4 * 1024 };

/** Reads the same options once: most messages of a client come with the same ones, or with none. */
export function rememberReadings(read: ReadTaskRequest): ReadTaskRequest {
  const kept = new BoundedCache<string, TaskRequestReading>(KEPT_CHARACTERS);
  return (options, tenant) => {
    const key = JSON.stringify([tenant, options]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = read(options, tenant);
    // What is refused may be so for a reason that passes.
    if (reading.kind === "ok") kept.set(key, reading, key.length);
    return reading;
  };
}
