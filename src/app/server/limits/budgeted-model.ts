import { AbortedError, AppError, abortReason, type Clock, TimedOutError } from "#kernel";
import type { BudgetHold, CallBound, TaskBudget } from "#limits";
import { costOf, type Model, type ModelRef, type Side, type Usage } from "#minions";
import { boundOfEmbedding, boundOfRequest, type CallPricing } from "./call-bound.ts";

/** What is told of money and tokens, for metrics. */
export type BudgetMoved = (
  side: Side,
  moved: "reserved" | "settled",
  amount: { readonly usd: number; readonly tokens: number },
) => void;

export interface BudgetedModelDeps extends CallPricing {
  readonly side: Side;
  readonly budget: TaskBudget;
  readonly clock: Clock;
  /** Makes names for embeddings, which have no step of their own. */
  readonly newId: () => string;
  readonly onMoved: BudgetMoved;
}

/**
 * A model each of whose calls is held in the task's budgets before it is made, and booked after. It stands behind the
 * journal: what is replayed was paid before and does not come here. Models inside this process cost nobody anything.
 */
export function budgetedModel(model: Model, deps: BudgetedModelDeps): Model {
  if (model.inProcess) return model;
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: (signal) => model.profile(signal),
    generate: (request, signal) =>
      paid(deps, { step: request.stepPath, signal, bound: boundOfRequest(request, deps) }, () =>
        model.generate(request, signal),
      ),
    embed: (inputs, signal) =>
      paid(
        deps,
        { step: `embed/${deps.newId()}`, signal, bound: boundOfEmbedding(inputs, deps) },
        async () => ({ ...(await model.embed(inputs, signal)), answeredBy: model.ref }),
      ),
  };
}

interface Answered {
  readonly usage: Usage;
  readonly answeredBy: ModelRef;
}

interface PaidCall {
  readonly step: string;
  readonly bound: CallBound;
  readonly signal: AbortSignal;
}

async function paid<Reply extends Answered>(
  deps: BudgetedModelDeps,
  { step, bound, signal }: PaidCall,
  call: () => Promise<Reply>,
): Promise<Reply> {
  if (bound.tokens === 0 && bound.usd === 0) return call();
  const { side, budget, clock, onMoved } = deps;
  const hold = await budget.reserve(`${side}/${step}`, bound);
  if (signal.aborted) {
    // Told to stop while it was held: the call is never made.
    await hold.settle({ tokens: 0, usd: 0 });
    throw abortReason(signal, "The call");
  }
  onMoved(side, "reserved", { usd: bound.usd ?? 0, tokens: bound.tokens });
  const startedMs = clock.monotonicMs();
  let reply: Reply;
  try {
    reply = await call();
  } catch (error) {
    await settleFailed(hold, error, bound, deps);
    throw error;
  }
  const { usage, answeredBy } = reply;
  const cost = costOf(usage, answeredBy, deps.prices, clock.monotonicMs() - startedMs);
  const tokens = deps.countsTokens ? usage.promptTokens + usage.completionTokens : 0;
  const usd = cost.kind === "known" ? cost.usd : undefined;
  await hold.settle({ tokens, usd });
  onMoved(side, "settled", { usd: usd ?? bound.usd ?? 0, tokens });
  return reply;
}

/** A call that was refused or never arrived costs nothing. Where nobody knows how it ended, it counts in full. */
async function settleFailed(
  hold: BudgetHold,
  error: unknown,
  { tokens, usd = 0 }: CallBound,
  { side, onMoved }: BudgetedModelDeps,
): Promise<void> {
  if (!mayHaveCost(error)) return hold.settle({ tokens: 0, usd: 0 });
  onMoved(side, "settled", { usd, tokens });
  return hold.settle("unknown");
}

/** Failures behind which a provider may have worked and billed. */
const MAY_HAVE_COST: ReadonlySet<string> = new Set([
  "model-timed-out",
  "provider-reply-malformed",
  "fallback-exhausted",
]);

function mayHaveCost(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  return error instanceof AbortedError || error instanceof TimedOutError || MAY_HAVE_COST.has(error.code);
}
