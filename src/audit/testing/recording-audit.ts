import type { AuditEvent } from "../audit-event.ts";
import type { AuditLog } from "../audit-log.ts";

/** Keeps what it is told, for tests to look at. */
export function recordingAudit(): AuditLog & { readonly events: readonly AuditEvent[] } {
  const events: AuditEvent[] = [];
  return { events, append: (event) => void events.push(event) };
}
