import { AppError } from "#kernel";
import type { ShownPayload } from "./shown-payload.ts";

/** Something is about to leave that has to be approved first, and nobody has. */
export class EgressApprovalNeededError extends AppError<"egress-approval-needed"> {
  readonly code = "egress-approval-needed";
  readonly payload: ShownPayload;

  constructor(payload: ShownPayload) {
    super(
      "The egress policy asks for approval before anything leaves, and nothing has left yet. " +
        "Ask in a terminal, where you can approve, or at a server.",
    );
    this.payload = payload;
  }
}

/** The owner of the task rejected what was to leave. */
export class EgressRejectedError extends AppError<"egress-rejected"> {
  readonly code = "egress-rejected";

  constructor() {
    super("What was to leave was rejected: the task ends here, and the remote side got nothing further.");
  }
}

export type EgressRunError = EgressApprovalNeededError | EgressRejectedError;
