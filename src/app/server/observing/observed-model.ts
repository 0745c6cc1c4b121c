import type { Clock } from "#kernel";
import { createAccount, type Model, type ModelReply, type Prices, type Side } from "#minions";
import type { RunObserver } from "./run-observer.ts";

/** A model whose every real call is counted; what the journal gives back never comes here. */
export function observedModel(
  model: Model,
  side: Side,
  observer: Pick<RunObserver, "modelCalled">,
  { clock, prices }: { readonly clock: Clock; readonly prices: Prices },
): Model {
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: (signal) => model.profile(signal),
    embed: (inputs, signal) => model.embed(inputs, signal),
    async generate(request, signal) {
      const startedMs = clock.monotonicMs();
      let reply: ModelReply | undefined;
      try {
        reply = await model.generate(request, signal);
        return reply;
      } finally {
        const durationMs = clock.monotonicMs() - startedMs;
        const ref = reply?.answeredBy ?? model.ref;
        const usage = reply?.usage;
        const cost = reply && createAccount(prices).record({ model: ref, usage: reply.usage, durationMs });
        observer.modelCalled({
          ...ref,
          side,
          outcome: reply !== undefined ? "answered" : signal.aborted ? "aborted" : "failed",
          durationMs,
          promptTokens: usage?.promptTokens ?? 0,
          completionTokens: usage?.completionTokens ?? 0,
          cachedTokens: usage?.cachedTokens ?? 0,
          costUsd: cost?.kind === "known" ? cost.usd : 0,
        });
      }
    },
  };
}
