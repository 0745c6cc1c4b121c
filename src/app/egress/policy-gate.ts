import type { EgressPolicy } from "#egress";
import { EgressForbiddenError } from "#egress";
import { type EgressGate, formatModelRef, type ModelRef } from "#minions";
import type { ResolvedRun } from "../resolve-run.ts";
import { EgressApprovalNeededError, EgressRejectedError } from "./errors.ts";
import type { ShownPayload } from "./shown-payload.ts";

/** What the owner of a task says of a payload; `open` as long as nothing was said. */
export type ApprovalVerdict = "approved" | "rejected" | "open";

export type AskOwner = (payload: ShownPayload, signal: AbortSignal) => Promise<ApprovalVerdict>;

/** For runs that nobody can be asked about: what needs approval ends them, and the error says so. */
export const NOBODY_TO_ASK: AskOwner = async () => "open";

/** The gate of one run: lets nothing leave that its policy forbids, or that its owner did not approve. */
export function createPolicyGate(
  { policy, choice }: Pick<ResolvedRun, "policy" | "choice">,
  askOwner: AskOwner,
): EgressGate {
  const { recipients } = choice;
  const leaves = recipients.some(({ home }) => !home);
  let covered = false;
  return {
    async admit(payload, signal) {
      if (!leaves) return "leave";
      if (policy.remote === "off") throw forbidden(payload.recipient);
      if (policy.remote === "allowed" || covered) return "leave";
      const covers = policy.approval === "each" ? ("payload" as const) : ("task" as const);
      const shown = { ...payload, recipients, covers };
      const verdict = await askOwner(shown, signal);
      if (verdict === "open") throw new EgressApprovalNeededError(shown);
      if (verdict === "rejected") return rejected(policy);
      covered = covers === "task";
      return "leave";
    },
    checkRecipient(recipient) {
      const known = recipients.some(({ ref }) => formatModelRef(ref) === formatModelRef(recipient));
      if (!known) throw forbidden(recipient);
    },
  };
}

function rejected({ onReject }: EgressPolicy): "stay" {
  if (onReject === "local-only") return "stay";
  throw new EgressRejectedError();
}

function forbidden(recipient: ModelRef): EgressForbiddenError {
  return new EgressForbiddenError(
    "remote_model",
    `${formatModelRef(recipient)} may get nothing of this run.`,
  );
}
