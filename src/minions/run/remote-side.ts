import { costOf, measureMessages, type Prices } from "../accounting/index.ts";
import {
  estimateTokens,
  formatModelRef,
  type Model,
  type ModelReply,
  type ModelRequest,
} from "../model-port.ts";
import type { LocalOnly } from "../result.ts";
import type { EgressBoundary } from "./egress-boundary.ts";
import { isRemoteDown, type OutgoingPayload, type Supervision } from "./supervision.ts";

export interface RemoteSideDeps {
  readonly remote: Model;
  readonly supervision: Supervision;
  readonly egress: EgressBoundary;
  readonly prices: Prices;
  /** Told once, when the stand-in takes over. */
  readonly onTakeOver: (localOnly: LocalOnly) => void;
}

/**
 * The supervisor of a run: the remote model, behind the shield and the gate; or, once that may not or cannot answer and
 * the policy lets it, the stand-in for all that follows. Nothing reaches the remote model by another way.
 */
export class RemoteSide {
  readonly #deps: RemoteSideDeps;
  #localOnly: LocalOnly | null;

  constructor(deps: RemoteSideDeps) {
    this.#deps = deps;
    const { localOnly: reason } = deps.supervision;
    this.#localOnly =
      reason === undefined ? null : { reason, since: null, by: formatModelRef(deps.remote.ref) };
  }

  /** Null as long as the remote model is the supervisor. */
  get localOnly(): LocalOnly | null {
    return this.#localOnly;
  }

  /** True once the stand-in has taken over in the middle of the run. */
  get standsIn(): boolean {
    return this.#localOnly !== null && this.#deps.supervision.localOnly === undefined;
  }

  /** Lets the stand-in take over where `error` says that the remote side is down and the policy wants that; else false. */
  coverFailure(error: unknown, stepPath: string): boolean {
    const { standIn, coversFailures } = this.#deps.supervision;
    if (this.standsIn || standIn === undefined || coversFailures !== true || !isRemoteDown(error))
      return false;
    this.#takeOver("remote-down", stepPath, standIn);
    return true;
  }

  async generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    if (this.#localOnly !== null) return this.#askAtHome(request, signal);
    const { remote, egress, supervision } = this.#deps;
    const { gate, standIn } = supervision;
    const shielded = egress.shield(request);
    if (gate !== undefined && !remote.inProcess) {
      const verdict = await gate.admit(this.#payloadOf(shielded), signal);
      if (verdict === "stay" && standIn !== undefined) {
        this.#takeOver("rejected", request.stepPath, standIn);
        return this.#askAtHome(request, signal);
      }
    }
    const send = egress.admit(shielded, remote, gate && ((recipient) => gate.checkRecipient(recipient)));
    try {
      return egress.receive(await this.#ask(remote, send, signal), request);
    } catch (error) {
      if (!this.coverFailure(error, request.stepPath)) throw error;
      return this.#askAtHome(request, signal);
    }
  }

  /** Nothing leaves: a shield would only keep from the model what it, as the worker, reads in clear anyway. */
  #askAtHome(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const { egress, supervision, remote } = this.#deps;
    const model = this.standsIn ? (supervision.standIn ?? remote) : remote;
    return this.#ask(model, egress.admit(request, model), signal);
  }

  async #ask(model: Model, admitted: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const reply = await model.generate(admitted, signal);
    this.#deps.egress.noteReply(reply, admitted.stepPath);
    return reply;
  }

  #takeOver(reason: LocalOnly["reason"], since: string, standIn: Model): void {
    const localOnly = { reason, since, by: formatModelRef(standIn.ref) };
    this.#localOnly = localOnly;
    this.#deps.onTakeOver(localOnly);
  }

  #payloadOf({ step, stepPath, messages, maxOutputTokens }: ModelRequest): OutgoingPayload {
    const { remote, prices } = this.#deps;
    const content = measureMessages(messages);
    const promptTokens = estimateTokens(content.text);
    const usage = { promptTokens, completionTokens: 0, cachedTokens: 0, estimated: true };
    const promptCost = costOf(usage, remote.ref, prices);
    return {
      ...content,
      step: step.kind,
      stepPath,
      recipient: remote.ref,
      promptTokens,
      maxOutputTokens,
      promptCost,
    };
  }
}
