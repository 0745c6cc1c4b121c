export type { AuditAction, AuditActor, AuditDetails, AuditEvent, AuditOutcome } from "./audit-event.ts";
export { entryOfLine, lineOf } from "./audit-line.ts";
export { type AuditLog, NO_AUDIT } from "./audit-log.ts";
export { type AuditStore, entriesOf } from "./audit-store.ts";
export { AuditWriter, type AuditWriterDeps } from "./audit-writer.ts";
export { type AuditHead, EMPTY_CHAIN, type SealedEntry, sealEvents, type TimedEvent } from "./chain.ts";
export { RepeatedEvents } from "./repeated-events.ts";
export { type ChainCheck, verifyChain } from "./verify-chain.ts";
