import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "#config";

export type Log = Pick<Logger, "error" | "warn" | "info" | "debug">;

/** JSON lines for machines. What goes in holds no document text, no question and no secret: see each call. */
export function createLog(level: Config["log"]["level"], sink: DestinationStream, instance?: string): Log {
  const base = instance === undefined ? null : { instance };
  return pino({ level, base, timestamp: pino.stdTimeFunctions.isoTime }, sink);
}
