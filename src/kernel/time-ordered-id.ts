import { randomUUID } from "node:crypto";

/**
 * An id that nobody guesses, as a UUID of version 7: it begins with the time, so that rows made one after the other lie
 * beside each other in a database's indexes. Random ids make each new row touch pages all over the file, which costs
 * several times the row itself.
 *
 * @param now milliseconds since the epoch
 */
export function timeOrderedId(now: number): string {
  const time = now.toString(16).padStart(12, "0");
  // The last 74 random bits of a random UUID, its variant included.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
