import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "#config";

export type Log = Pick<Logger, "error" | "warn" | "info" | "debug">;

/** JSON lines for machines. What goes in holds no document text, no question and no secret: see each call. */
export function createLog(level: Config["log"]["level"], sink: DestinationStream, instance?: string): Log {
  const base = instance === undefined ? null : { instance };
  return pino({ level, base, timestamp: isoTimeOnceAMillisecond() }, sink);
}

/** As pino's own `isoTime`; under load many lines share a millisecond, and writing it out is half of what a line costs. */
function isoTimeOnceAMillisecond(): () => string {
  let last = Number.NaN;
  let text = "";
  return () => {
    const now = Date.now();
    if (now !== last) text = `,"time":"${new Date(now).toISOString()}"`;
    last = now;
    return text;
  };
}
