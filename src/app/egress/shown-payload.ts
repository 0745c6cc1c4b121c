import type { Recipient } from "#egress";
import type { OutgoingPayload } from "#minions";

/** A payload as its owner is shown it: what would leave, and to whom. */
export interface ShownPayload extends OutgoingPayload {
  /** Every model that may get it, the first one first; the others are fall-backs. */
  readonly recipients: readonly Recipient[];
  /** What approving covers: this payload and all that follow in the task, or this one. */
  readonly covers: "task" | "payload";
}
