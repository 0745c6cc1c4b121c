import type { AuditLog } from "#audit";
import type { StoredTask } from "#engine";
import { type Model, type ModelRef, measureMessages } from "#minions";
import { actorOf } from "./task-approval.ts";

/**
 * A model whose every request that really leaves is written down by size and hash, each resend and fall-back too. It
 * stands below the journal: what a replay takes from there does not leave again.
 */
export function auditedModel(model: Model, task: StoredTask, audit: AuditLog): Model {
  if (model.inProcess) return model;
  const actor = actorOf(task);
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: (signal) => model.profile(signal),
    embed: (inputs, signal) => model.embed(inputs, signal),
    generate(request, signal) {
      const { bytes, sha256: payloadHash } = measureMessages(request.messages);
      const write = ({ provider, model: name }: ModelRef): void =>
        audit.append({
          ...{ action: "egress-sent", actor, outcome: "done", target: task.id },
          details: { provider, model: name, bytes, payloadHash },
        });
      let first = model.ref;
      const sending = model.generate(
        {
          ...request,
          onRedirect: (recipient) => {
            request.onRedirect?.(recipient);
            first = recipient;
          },
          onResend: (recipient) => {
            request.onResend?.(recipient);
            write(recipient);
          },
        },
        signal,
      );
      // A chain picks whom it asks first before it waits for anything: by now it is known, and nothing has come back.
      write(first);
      return sending;
    },
  };
}
