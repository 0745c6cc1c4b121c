import type { AuditStore } from "#audit";
import type { Config } from "#config";
import { openAuditStore } from "./open-audit-store.ts";

/** The audit log as commands read it. */
export type AuditTrail = Pick<AuditStore, "head" | "read"> & AsyncDisposable;

/** @throws the errors of opening a store */
export function openAuditTrail(config: Config, folder: string): Promise<AuditTrail> {
  return openAuditStore(config, folder);
}
