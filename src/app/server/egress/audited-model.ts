import type { AuditLog } from "#audit";
import type { StoredTask } from "#engine";
import { type Model, type ModelRef, type ModelRequest, measureMessages } from "#minions";
import { actorOf } from "./task-approval.ts";

/**
 * A model whose every request that really leaves is written down by size and hash, each resend and fall-back too. It
 * stands below the journal: what a replay takes from there does not leave again.
 */
export function auditedModel(model: Model, task: StoredTask, audit: AuditLog): Model {
  if (model.inProcess) return model;
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: (signal) => model.profile(signal),
    embed: (inputs, signal) => model.embed(inputs, signal),
    generate(request, signal) {
      const payload = measureMessages(request.messages);
      const write = (recipient: ModelRef): void =>
        audit.append({ ...about(task), action: "egress-sent", details: detailsOf(payload, recipient) });
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

/** Writes down that an earlier reply was taken for a request, which therefore did not leave. */
export function auditReuse(
  { ref, inProcess }: Pick<Model, "ref" | "inProcess">,
  task: StoredTask,
  audit: AuditLog,
): (request: Pick<ModelRequest, "messages">) => void {
  if (inProcess) return () => undefined;
  return ({ messages }) =>
    audit.append({
      ...about(task),
      action: "reply-reused",
      details: detailsOf(measureMessages(messages), ref),
    });
}

function about(task: StoredTask) {
  return { actor: actorOf(task), outcome: "done", target: task.id } as const;
}

function detailsOf({ bytes, sha256: payloadHash }: Payload, { provider, model }: ModelRef) {
  return { provider, model, bytes, payloadHash };
}

type Payload = ReturnType<typeof measureMessages>;
