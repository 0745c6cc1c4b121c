import { userInfo } from "node:os";
import { type AuditActor, type AuditEvent, sealEvents } from "#audit";
import type { ClientRing, Credential, KeyRing } from "#auth";
import type { Config } from "#config";
import { systemClock } from "#kernel";
import { openAuditStore } from "./open-audit-store.ts";

/** Writes down what a command does, before the command tells that it is done. */
export interface OperatorAudit extends AsyncDisposable {
  write(event: OperatorEvent): Promise<void>;
}

type WithoutActor<Event> = Event extends unknown ? Omit<Event, "actor" | "outcome"> : never;
export type OperatorEvent = WithoutActor<AuditEvent>;

/** @throws the errors of opening a store */
export async function openOperatorAudit(config: Config, folder: string): Promise<OperatorAudit> {
  const store = await openAuditStore(config, folder);
  const actor: AuditActor = { kind: "operator", user: userName() };
  return {
    async write(event) {
      const timed = { at: systemClock.now(), event: { ...event, actor, outcome: "done" } as AuditEvent };
      await store.append((head) => sealEvents(head, [timed]));
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** A container may run as a user whom the system has no name for. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

/** Every change of keys is written down; none is told as done that is not. */
export function auditedKeyRing(ring: KeyRing, audit: OperatorAudit): KeyRing {
  return {
    async create(request) {
      const made = await ring.create(request);
      await audit.write({ action: "key-created", target: made.key.id, details: detailsOf(made.key) });
      return made;
    },
    list: () => ring.list(),
    async rotate(id, graceMs) {
      const made = await ring.rotate(id, graceMs);
      await audit.write({ action: "key-rotated", target: id, details: graceOf(made.key, graceMs) });
      return made;
    },
    async revoke(id) {
      await ring.revoke(id);
      await audit.write({ action: "key-revoked", target: id, details: {} });
    },
    async export() {
      const keys = await ring.export();
      await audit.write({ action: "keys-exported", details: { count: keys.length } });
      return keys;
    },
    async import(keys) {
      const report = await ring.import(keys);
      const { added, unchanged, conflicts } = report;
      await audit.write({
        action: "keys-imported",
        details: { added: added.length, unchanged: unchanged.length, conflicts: conflicts.length },
      });
      return report;
    },
  };
}

/** Likewise for OAuth2 clients. */
export function auditedClientRing(ring: ClientRing, audit: OperatorAudit): ClientRing {
  return {
    async register(request) {
      const made = await ring.register(request);
      const { client } = made;
      await audit.write({ action: "client-created", target: client.id, details: detailsOf(client) });
      return made;
    },
    list: () => ring.list(),
    async rotate(id, graceMs) {
      const made = await ring.rotate(id, graceMs);
      await audit.write({ action: "client-rotated", target: id, details: graceOf(made.client, graceMs) });
      return made;
    },
    async revoke(id) {
      await ring.revoke(id);
      await audit.write({ action: "client-revoked", target: id, details: {} });
    },
  };
}

function detailsOf({ name, owner, tenant, tier, scopes, expiresAt }: Credential) {
  const end = expiresAt === undefined ? null : new Date(expiresAt).toISOString();
  return { name, owner, tenant, tier, scopes: scopes.join(" "), expiresAt: end };
}

function graceOf({ rotatedAt }: Credential, graceMs: number) {
  const until = graceMs > 0 ? new Date((rotatedAt ?? systemClock.now()) + graceMs).toISOString() : null;
  return { previousValidUntil: until };
}
