import { type A2AHandler, principalOf } from "#a2a";
import type { AuditLog } from "#audit";
import type { Engine } from "#engine";
import type { Clock } from "#kernel";
import { actorOf } from "../egress/task-approval.ts";

/** Writes down which tasks are made. A message that came before and gets its task again makes none. */
export function auditedEngine(engine: Engine, audit: AuditLog, clock: Clock): Engine {
  return {
    start: () => engine.start(),
    async submit(submission) {
      const askedAt = clock.now();
      const task = await engine.submit(submission);
      if (submission.taskId === undefined && task.createdAt >= askedAt) {
        audit.append({
          ...{ action: "task-created", actor: actorOf(task), outcome: "done", target: task.id },
          details: {},
        });
      }
      return task;
    },
    get: (id, owner) => engine.get(id, owner),
    list: (query) => engine.list(query),
    cancel: (id, owner) => engine.cancel(id, owner),
    events: (id, owner, afterSeq, signal, until) => engine.events(id, owner, afterSeq, signal, until),
    settled: (id, owner, signal) => engine.settled(id, owner, signal),
    stop: (graceMs) => engine.stop(graceMs),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

/** Writes down who cancels which task, by whatever door. */
export function auditedHandler(handler: A2AHandler, audit: AuditLog): A2AHandler {
  return {
    ...handler,
    async cancelTask(params, context) {
      const task = await handler.cancelTask(params, context);
      const { owner, tenant, keyId } = principalOf(context);
      audit.append({
        action: "task-cancelled",
        actor: { kind: "principal", owner, tenant, keyId },
        outcome: "done",
        target: params.id,
        details: {},
      });
      return task;
    },
  };
}
