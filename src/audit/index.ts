export type { AuditAction, AuditActor, AuditDetails, AuditEvent, AuditOutcome } from "./audit-event.ts";
export { type AuditLog, NO_AUDIT } from "./audit-log.ts";
