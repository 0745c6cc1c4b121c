import type { ReadOptions } from "#a2a";
import type { AuditLog } from "#audit";

/** Reads the options of messages, and writes down what a caller wanted against the egress policy. */
export function auditedReading(read: ReadOptions, audit: AuditLog): ReadOptions {
  return (options, principal) => {
    const reading = read(options, principal);
    if (reading.kind === "forbidden") {
      const { owner, tenant, keyId } = principal;
      audit.append({
        action: "policy-decided",
        actor: { kind: "principal", owner, tenant, keyId },
        outcome: "refused",
        details: { decision: "forbidden", rule: reading.violations.map(({ field }) => field).join(" ") },
      });
    }
    return reading;
  };
}
