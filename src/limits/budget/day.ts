const DAY_MS = 24 * 3_600_000;

/** The UTC day of a time, as `2026-01-31`. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** Whole seconds until the next UTC day has begun. */
export function secondsToMidnight(nowMs: number): number {
  return Math.ceil((DAY_MS - (nowMs % DAY_MS)) / 1_000);
}
