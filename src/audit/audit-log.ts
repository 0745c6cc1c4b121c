import type { AuditEvent } from "./audit-event.ts";

/** Where it is written down who did what. */
export interface AuditLog {
  /** Takes an event at once and writes it soon. It neither throws nor waits: a request must not hang on it. */
  append(event: AuditEvent): void;
}

/** Writes nothing down. */
export const NO_AUDIT: AuditLog = { append: () => undefined };
