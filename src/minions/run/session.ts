import { type Clock, throwIfAborted } from "#kernel";
import type { Account } from "../accounting/index.ts";
import type { RunEvent } from "../events.ts";
import type {
  Correlation,
  Model,
  ModelMessage,
  ModelReply,
  ModelRequest,
  OutputContract,
  Side,
} from "../model-port.ts";
import type { RunOptions } from "../options.ts";
import type { ModelStep } from "../steps.ts";
import type { EgressBoundary } from "./egress-boundary.ts";
import type { RemoteSide } from "./remote-side.ts";

/** One question to one side; the session adds what is the same for every call of the run. */
export interface Ask {
  readonly step: ModelStep;
  readonly stepPath: string;
  readonly messages: readonly ModelMessage[];
  readonly output: OutputContract;
  readonly seed?: number;
  readonly onTextDelta?: (delta: string) => void;
}

export interface SessionDeps {
  readonly local: Model;
  readonly remote: RemoteSide;
  readonly options: RunOptions;
  /** Goes along with every call. */
  readonly correlation?: Correlation;
  readonly clock: Clock;
  readonly accounts: Readonly<Record<Side, Account>>;
  readonly egress: EgressBoundary;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * The one door to both models during a run: every call is checked at the egress boundary, timed, counted and told
 * as an event, so that no step can forget it.
 */
export interface Session {
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly egress: EgressBoundary;
  readonly emit: (event: RunEvent) => void;
  /** True once a model at home answers for the remote side, which may be poorer at code. */
  readonly standsIn: () => boolean;
  ask(side: Side, ask: Ask): Promise<ModelReply>;
}

export function createSession(deps: SessionDeps): Session {
  const { options, signal, egress, emit } = deps;
  return {
    options,
    signal,
    egress,
    emit,
    standsIn: () => deps.remote.standsIn,
    async ask(side, ask) {
      throwIfAborted(signal, "The run");
      const model = side === "local" ? deps.local : deps.remote;
      const request = requestFor(side, ask, deps);
      const startedMs = deps.clock.monotonicMs();
      const reply = await model.generate(request, signal);
      const durationMs = deps.clock.monotonicMs() - startedMs;
      const { answeredBy: answered, usage, reused } = reply;
      const cost = deps.accounts[side].record({ model: answered, usage, durationMs, reused });
      const { step, stepPath } = ask;
      emit({
        type: "model-called",
        side,
        step: step.kind,
        stepPath,
        model: answered,
        usage,
        durationMs,
        cost,
        ...(reused === undefined ? {} : { reused }),
      });
      throwIfAborted(signal, "The run");
      return reply;
    },
  };
}

function requestFor(side: Side, ask: Ask, { options, correlation }: SessionDeps): ModelRequest {
  const local = side === "local";
  return {
    side,
    ...ask,
    temperature: local ? options.local_temperature : options.remote_temperature,
    maxOutputTokens: local ? options.local_max_tokens : options.remote_max_tokens,
    ...(local && options.num_ctx !== undefined ? { contextTokens: options.num_ctx } : {}),
    ...(correlation === undefined ? {} : { correlation }),
  };
}
