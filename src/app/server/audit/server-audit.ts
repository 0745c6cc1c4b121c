import {
  type AuditActor,
  type AuditEvent,
  type AuditLog,
  type AuditStore,
  AuditWriter,
  RepeatedEvents,
} from "#audit";
import type { AnsweredRequest, Metrics } from "#http";
import { systemTimers } from "#kernel";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import { AuditFileError } from "../serve/errors.ts";
import { AuditFile } from "./audit-file.ts";

export interface ServerAuditDeps {
  readonly store: AuditStore;
  readonly parts: Pick<RuntimeParts, "config" | "clock" | "log">;
  readonly metrics: Pick<Metrics, "auditLost">;
  readonly version: string;
}

/** What a server writes down. Dispose it after everything that appends, and before the store. */
export interface ServerAudit extends AuditLog, AsyncDisposable {
  /** Told of every answered request; writes down refusals, and the use of a key once an hour. */
  readonly onAnswered: (request: AnsweredRequest) => void;
}

/** Operations that tell of more than the caller's own. */
const ADMIN_READS: ReadonlySet<string> = new Set(["metrics", "oauth-introspect"]);

const SERVER: AuditActor = { kind: "server" };

/** @throws AuditFileError where the file cannot be written */
export async function openServerAudit(deps: ServerAuditDeps): Promise<ServerAudit> {
  const { store, parts, metrics, version } = deps;
  const { config, clock, log } = parts;
  const path = config.audit.file;
  const file = path === undefined ? undefined : await openFile(path);
  const onFailed = (error: unknown, lost: number): void => {
    if (lost > 0) metrics.auditLost(lost);
    log.error({ err: faultOf(error), lost }, "the audit log could not be written");
  };
  const follow = async (): Promise<void> => {
    try {
      await file?.follow(store);
    } catch (error) {
      log.error({ err: faultOf(error) }, "the file of the audit log could not be written");
    }
  };
  const writer = new AuditWriter({ store, onFailed, onWritten: follow, clock, timers: systemTimers });
  const repeated = new RepeatedEvents(writer, clock, systemTimers);
  writer.append({ action: "server-started", actor: SERVER, outcome: "done", details: { version } });
  return {
    append: (event) => writer.append(event),
    onAnswered: (request) => tellOf(request, repeated),
    async [Symbol.asyncDispose]() {
      repeated[Symbol.dispose]();
      writer.append({ action: "server-stopped", actor: SERVER, outcome: "done", details: { version } });
      await writer[Symbol.asyncDispose]();
      await file?.[Symbol.asyncDispose]();
    },
  };
}

function tellOf(request: AnsweredRequest, repeated: RepeatedEvents): void {
  const { principal, status, failure = "unknown", address, method } = request;
  if (status === 401) {
    repeated.count(`401 ${address} ${method}`, (count) => ({
      action: "login-failed",
      actor: { kind: "stranger", address },
      outcome: "refused",
      details: { method, count },
    }));
    return;
  }
  const actor = actorOf(request);
  if (status === 403 || status === 429) {
    const who = principal === undefined ? address : `${principal.owner} ${principal.keyId}`;
    repeated.count(
      `${status} ${who} ${failure}`,
      (count): AuditEvent => ({
        action: "request-refused",
        actor,
        outcome: "refused",
        details: { status, reason: failure, count },
      }),
    );
  }
  if (principal === undefined || principal.anonymous === true) return;
  repeated.use(`${principal.keyId} ${address}`, () => ({
    action: "login-succeeded",
    actor,
    outcome: "done",
    details: { method, address },
  }));
  if (ADMIN_READS.has(request.operation) && status < 400) {
    repeated.use(`${principal.keyId} reads ${request.operation}`, () => ({
      action: "admin-read",
      actor,
      outcome: "done",
      details: { what: request.operation },
    }));
  }
}

function actorOf({ principal, address }: AnsweredRequest): AuditActor {
  if (principal === undefined) return { kind: "stranger", address };
  const { owner, tenant, keyId } = principal;
  return { kind: "principal", owner, tenant, keyId };
}

async function openFile(path: string): Promise<AuditFile> {
  try {
    return await AuditFile.open(path);
  } catch (error) {
    throw new AuditFileError(path, { cause: error });
  }
}
