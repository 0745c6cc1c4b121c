import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type CredentialStore, DEFAULT_TIER } from "#auth";
import type { AdmitSubmission } from "#engine";
import type { Metrics } from "#http";
import {
  type Budgets,
  createBudgets,
  createFailedLogins,
  createRequestLimits,
  type FailedLogins,
  openRateLimiters,
  type RateStore,
  type RequestLimits,
  type TierBook,
} from "#limits";
import type { DatabaseStores } from "#stores";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import { createAdmission } from "./admission.ts";
import { createLimitsOf, type LimitsOf } from "./limits-of.ts";
import { openTierBook } from "./tiers-of-config.ts";

/** All that says how much a caller may use. */
export interface Limits {
  readonly tiers: TierBook;
  readonly budgets: Budgets;
  readonly requestLimits: RequestLimits;
  readonly failedLogins: FailedLogins;
  /** What holds for a caller, and what is left of it. */
  readonly limitsOf: LimitsOf;
  /** Asked before a message is stored. */
  readonly admit: AdmitSubmission;
}

export interface LimitsDeps {
  readonly parts: Pick<RuntimeParts, "config" | "log" | "clock">;
  readonly stores: Pick<DatabaseStores, "tasks" | "budgets">;
  readonly metrics: Pick<Metrics, "limitMet">;
  /** Where requests are counted. */
  readonly rateStore: RateStore;
}

/** The limits as configured. */
export async function openLimits({ parts, metrics, stores, rateStore }: LimitsDeps): Promise<Limits> {
  const { config, log, clock } = parts;
  const tiers = openTierBook(config, log);
  const createLimiter = await openRateLimiters(rateStore);
  const onStoreDown = (error: unknown): void =>
    log.error({ err: faultOf(error) }, "the store that counts requests does not answer");
  const { failedLogins: attempts, failedLoginsWindowSeconds: windowSeconds } = config.limits;
  const budgets = createBudgets({
    store: stores.budgets,
    tiers,
    clock,
    pause: sleep,
    newId: randomUUID,
    unknownPrice: config.limits.unknownPrice,
    onExhausted: (scope, tier) => metrics.limitMet(`budget-${scope}`, tier),
    onFault: (error) => log.error({ err: faultOf(error) }, "a budget could not be booked: it stays reserved"),
  });
  return {
    tiers,
    budgets,
    limitsOf: createLimitsOf({ tiers, budgets, tasks: stores.tasks }),
    admit: createAdmission({ tiers, budgets }),
    requestLimits: createRequestLimits({
      tiers,
      createLimiter,
      onStoreDown,
      onLimited: (scope, tier) => metrics.limitMet(`requests-${scope}`, tier),
    }),
    failedLogins: createFailedLogins({
      attempts,
      windowSeconds,
      createLimiter,
      clock,
      onStoreDown,
      onLimited: () => metrics.limitMet("logins", DEFAULT_TIER),
    }),
  };
}

/** Tells at the start of keys whose tier is not configured, and not only when they are used. */
export async function checkTiers(keys: Pick<CredentialStore, "list">, tiers: TierBook): Promise<void> {
  for (const { credential } of await keys.list()) {
    if (credential.revokedAt === undefined) tiers.find(credential.tier);
  }
}
