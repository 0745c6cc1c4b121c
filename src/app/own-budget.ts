import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_TIER } from "#auth";
import { createBudgets, createMemoryBudgetStore, createTierBook } from "#limits";
import type { ResolvedRun } from "./resolve-run.ts";
import type { RuntimeParts } from "./runtime-parts.ts";
import { withinBudget } from "./server/limits/within-budget.ts";

/** Holds one run to what its own options allow it to cost. */
export function ownBudget(resolved: ResolvedRun, { config, prices, clock }: RuntimeParts): ResolvedRun {
  const budgets = createBudgets({
    store: createMemoryBudgetStore(),
    tiers: createTierBook({}, DEFAULT_TIER, () => undefined),
    pause: sleep,
    unknownPrice: config.limits.unknownPrice,
    clock,
    newId: randomUUID,
  });
  const caller = { keyId: "none", owner: "none", tenant: "none", tier: DEFAULT_TIER };
  const paid = { taskId: "ask", caller, timeoutMs: resolved.options.timeout * 1_000 };
  const onMoved = () => undefined;
  const budgeted = withinBudget(paid, resolved, { budgets, prices, clock, newId: randomUUID, onMoved });
  const { local, remote, standIn } = resolved;
  return {
    ...resolved,
    local: budgeted(local, "local"),
    remote: budgeted(remote, "remote"),
    ...(standIn === undefined ? {} : { standIn: budgeted(standIn, "local") }),
  };
}
