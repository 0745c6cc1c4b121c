import { AppError } from "#kernel";
import type { Model, ModelRef } from "../model-port.ts";
import type { LocalOnly, Money } from "../result.ts";
import type { ModelStepKind } from "../steps.ts";

/** One request as it is about to leave this process: personal data is hidden already where that was asked for. */
export interface OutgoingPayload {
  readonly step: ModelStepKind;
  readonly stepPath: string;
  /** The first model of the remote side; who else may get it is known to whoever opened the models. */
  readonly recipient: ModelRef;
  readonly text: string;
  readonly bytes: number;
  /** Hex SHA-256 of the same bytes as in the ledger. */
  readonly sha256: string;
  /** Estimated at four characters a token. */
  readonly promptTokens: number;
  readonly maxOutputTokens: number;
  /** What the request costs without the reply, estimated. */
  readonly promptCost: Money;
}

/** Who is asked before anything leaves. */
export interface EgressGate {
  /**
   * `leave` lets the request go; `stay` lets the stand-in answer it and all that follow. Throws to end the run.
   * Asked for every request, also for those that a journal answers, so that what is replayed is what was approved.
   */
  admit(payload: OutgoingPayload, signal: AbortSignal): Promise<"leave" | "stay">;
  /** Called before the same request goes to another model of the chain. Throws where that one may not have it. */
  checkRecipient(recipient: ModelRef): void;
}

/** What may leave, and who answers when it may not. */
export interface Supervision {
  /** Set where nothing leaves from the beginning: the remote model of the run is one at home then. */
  readonly localOnly?: Extract<LocalOnly["reason"], "policy" | "asked">;
  readonly gate?: EgressGate;
  /** Answers in place of the remote side, for the rest of the run. */
  readonly standIn?: Model;
  /** Whether the stand-in takes over when the remote side fails. */
  readonly coversFailures?: boolean;
  /** What a reader must know of the models that were chosen. */
  readonly notices?: readonly string[];
}

/** Failures after which the remote side is of no use for now. A request that does not fit, or that we stopped, is none. */
const DOWN: ReadonlySet<string> = new Set([
  "provider-unreachable",
  "model-timed-out",
  "provider-rate-limited",
  "provider-failed",
  "provider-rejected",
  "provider-reply-malformed",
  "provider-unavailable",
  "api-key-rejected",
  "model-not-found",
  "fallback-exhausted",
]);

export function isRemoteDown(error: unknown): error is AppError {
  return error instanceof AppError && DOWN.has(error.code);
}

/** The words that label an answer for which nothing, or nothing more, left. */
export function localOnlyNotice({ reason, since, by }: LocalOnly): string {
  const from = since === null ? "The whole run" : `The run from ${since} on`;
  const why = {
    policy: "nothing may leave by the egress policy",
    asked: "local_only was asked for",
    "remote-down": "the remote side failed",
    rejected: "what was to leave was rejected",
  }[reason];
  return `Local only: ${why}. ${from} was answered at home by ${by}; the remote model did not check it.`;
}
