import type { Logger } from "pino";

/** Where this room's lines go. They hold ids, figures and codes: no body, no header, no text of a document. */
export type HttpLog = Pick<Logger, "error" | "warn" | "info" | "debug">;

/**
 * Paths for pino's `redact`: no line here carries headers, and should one ever do, these are the ones with secrets.
 */
export const REDACTED_LOG_PATHS: readonly string[] = [
  "authorization",
  "cookie",
  '["x-api-key"]',
  '["set-cookie"]',
  "*.authorization",
  "*.cookie",
  '*["x-api-key"]',
  '*["set-cookie"]',
  "*.headers.authorization",
  "*.headers.cookie",
  '*.headers["x-api-key"]',
];

/** Name and frames of an error, without its message: the text of one that nobody foresaw could hold anything. */
export function faultOf(error: unknown): { readonly name: string; readonly stack: string | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, stack: undefined };
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
  return { name: error.name, stack: frames?.join("\n") };
}
