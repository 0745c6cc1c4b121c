import { setTimeout as delay } from "node:timers/promises";
import { isBusy } from "./sqlite-errors.ts";

/** How often, and how long after one another, a file that other processes write is tried. */
export interface Patience {
  readonly tries: number;
  readonly everyMs: number;
}

/** Tries again while another process holds the file; in between the event loop goes on. @throws what the last try threw */
export async function whenFree<Value>(
  { tries, everyMs }: Patience,
  work: () => Promise<Value>,
): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || tried >= tries) throw error;
    }
    await delay(everyMs);
  }
}
