import { AppError, type Clock } from "#kernel";
import { LIMIT_SCOPES, type LimitedCaller, type LimitScope, scopeName } from "../caller.ts";
import type { ScopeLimits, TaskLimits, TierBook } from "../tiers.ts";
import type { BudgetAccount, BudgetStore, HoldRequest, Spending } from "./budget-store.ts";
import { dayOf, secondsToMidnight } from "./day.ts";
import { BudgetExhaustedError, type BudgetScope, PriceUnknownError } from "./errors.ts";

/** How long accounts are kept after their last call, in milliseconds. */
const KEPT_MS = 40 * 24 * 3_600_000;

const NANOS_PER_DOLLAR = 1e9;

const AWAY: ReadonlySet<string> = new Set(["store-unavailable", "store-full"]);

/** How often a store that is away is asked: for about a minute, longer than a database takes to restart. */
const MAX_TRIES = 20;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 4_000;

type Hold = Pick<HoldRequest, "taskId" | "step" | "holdId">;

/** What a call may use at most. */
export interface CallBound {
  /** Remote tokens; 0 for a call of the local side. */
  readonly tokens: number;
  /** US dollars; undefined where nobody knows the price. */
  readonly usd: number | undefined;
  /** Names the model that has no price. */
  readonly model: string;
}

/** What is held for a call under way. */
export interface BudgetHold {
  /** Books what was really used; undefined dollars, and a call of which nobody knows how it ended, count as was held. */
  settle(used: { readonly tokens: number; readonly usd: number | undefined } | "unknown"): Promise<void>;
}

/** The budgets that one task draws on. */
export interface TaskBudget {
  /** @throws BudgetExhaustedError, PriceUnknownError; nothing is held then */
  reserve(step: string, bound: CallBound): Promise<BudgetHold>;
}

/** What is left of the budgets of a scope for today. */
export interface BudgetLeft {
  readonly scope: LimitScope;
  readonly remoteTokensPerDay: number | undefined;
  readonly remoteTokensLeft: number | undefined;
  readonly costPerDay: number | undefined;
  readonly costLeft: number | undefined;
}

export interface Budgets {
  /** The budgets of a task; undefined where nothing limits it. A task's own wishes lower what its tier allows. */
  ofTask(taskId: string, caller: LimitedCaller, wishes: TaskLimits): TaskBudget | undefined;
  /** @throws BudgetExhaustedError where nothing is left for today */
  checkDay(caller: LimitedCaller): Promise<void>;
  left(caller: LimitedCaller): Promise<readonly BudgetLeft[]>;
}

export interface BudgetsDeps {
  readonly store: BudgetStore;
  readonly tiers: TierBook;
  readonly clock: Clock;
  /** Makes an id that is never made twice. */
  readonly newId: () => string;
  /** What becomes of a call of unknown price while money is limited. */
  readonly unknownPrice: "refuse" | "count-tokens";
  readonly onExhausted?: (scope: BudgetScope, tier: string) => void;
  /** Told of what could not be booked; it stays held, which is never less than was spent. */
  readonly onFault?: (error: unknown) => void;
  /** Waits so many milliseconds: a store that is away for a moment is asked again. */
  readonly pause: (ms: number) => Promise<void>;
}

/** A budget with whose it is. */
interface Account extends BudgetAccount {
  readonly scope: BudgetScope;
}

export function createBudgets(deps: BudgetsDeps): Budgets {
  return new TierBudgets(deps);
}

class TierBudgets implements Budgets {
  readonly #deps: BudgetsDeps;
  #sweptDay = "";

  constructor(deps: BudgetsDeps) {
    this.#deps = deps;
  }

  ofTask(taskId: string, caller: LimitedCaller, wishes: TaskLimits): TaskBudget | undefined {
    const { name, tier } = this.#deps.tiers.find(caller.tier);
    const own = taskAccount(taskId, tier.task ?? {}, wishes);
    if (own === undefined && this.#dayAccounts(caller).length === 0) return undefined;
    return {
      reserve: (step, bound) => {
        // The day is that of the call, and not of the task's beginning.
        const accounts = [...(own === undefined ? [] : [own]), ...this.#dayAccounts(caller)];
        return this.#reserve({ taskId, step, accounts, tier: name }, bound);
      },
    };
  }

  async checkDay(caller: LimitedCaller): Promise<void> {
    const accounts = this.#dayAccounts(caller);
    if (accounts.length === 0) return;
    const states = await this.#deps.store.read(accounts.map(({ name }) => name));
    for (const [index, { scope, maxTokens = Infinity, maxNanos = Infinity }] of accounts.entries()) {
      const state = states[index];
      if (state === undefined) continue;
      const { tokens, nanos } = taken(state);
      if (tokens < maxTokens && nanos < maxNanos) continue;
      throw this.#exhausted(scope, nanos >= maxNanos ? "money" : "tokens", this.#tierOf(caller));
    }
  }

  async left(caller: LimitedCaller): Promise<readonly BudgetLeft[]> {
    const { tier } = this.#deps.tiers.find(caller.tier);
    const accounts = this.#dayAccounts(caller);
    const states = await this.#deps.store.read(accounts.map(({ name }) => name));
    return LIMIT_SCOPES.flatMap((scope): BudgetLeft[] => {
      const index = accounts.findIndex((account) => account.scope === scope);
      const state = states[index];
      if (state === undefined) return [];
      const { remoteTokensPerDay, costPerDay } = tier[scope] ?? {};
      const { tokens, nanos } = taken(state);
      return [
        {
          scope,
          remoteTokensPerDay,
          remoteTokensLeft: remoteTokensPerDay && Math.max(0, remoteTokensPerDay - tokens),
          costPerDay,
          costLeft: costPerDay && Math.max(0, costPerDay - nanos / NANOS_PER_DOLLAR),
        },
      ];
    });
  }

  async #reserve(
    { taskId, step, accounts, tier }: HoldOf,
    { tokens, usd, model }: CallBound,
  ): Promise<BudgetHold> {
    const limitsMoney = accounts.some(({ maxNanos }) => maxNanos !== undefined);
    if (usd === undefined && limitsMoney && this.#deps.unknownPrice === "refuse") {
      throw new PriceUnknownError(model);
    }
    const { store, newId } = this.#deps;
    const held: Spending = { tokens, nanos: nanosOf(usd ?? 0) };
    const hold = { taskId, step, holdId: newId() };
    this.#sweepDaily();
    const outcome = await this.#whileAway(() => store.reserve({ ...hold, ...held, accounts }));
    if (outcome.kind === "exhausted") {
      const scope = accounts.find(({ name }) => name === outcome.account)?.scope ?? "task";
      throw this.#exhausted(scope, outcome.unit, tier);
    }
    return {
      settle: async (used) => {
        const spent =
          used === "unknown"
            ? held
            : { tokens: used.tokens, nanos: used.usd === undefined ? held.nanos : nanosOf(used.usd) };
        await this.#book(hold, spent);
      },
    };
  }

  /** The call is paid for: while the store is away, its reply waits for the booking as it would for the journal. */
  async #book(hold: Hold, spent: Spending): Promise<void> {
    const { store, onFault } = this.#deps;
    await this.#whileAway(() => store.settle(hold, spent)).catch((error: unknown) => onFault?.(error));
  }

  /** Asks again while the store is away. What is asked for twice, since an answer was lost, is done once. */
  async #whileAway<Value>(work: () => Promise<Value>): Promise<Value> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (tries >= MAX_TRIES || !isAway(error)) throw error;
      }
      await this.#deps.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries));
    }
  }

  #dayAccounts(caller: LimitedCaller): Account[] {
    const { tier } = this.#deps.tiers.find(caller.tier);
    const now = this.#deps.clock.now();
    return LIMIT_SCOPES.flatMap((scope) => dayAccount(scope, tier[scope] ?? {}, caller, now));
  }

  #exhausted(scope: BudgetScope, unit: "tokens" | "money", tier: string): BudgetExhaustedError {
    this.#deps.onExhausted?.(scope, tier);
    const until = scope === "task" ? undefined : secondsToMidnight(this.#deps.clock.now());
    return new BudgetExhaustedError(scope, unit, until);
  }

  #tierOf(caller: LimitedCaller): string {
    return this.#deps.tiers.find(caller.tier).name;
  }

  /** What is not done today is done tomorrow. */
  #sweepDaily(): void {
    const { store, clock, onFault } = this.#deps;
    const today = dayOf(clock.now());
    if (today === this.#sweptDay) return;
    this.#sweptDay = today;
    store.sweep(clock.now() - KEPT_MS).catch((error: unknown) => onFault?.(error));
  }
}

/** A database that restarts, a network that is down, a full disk: it may come back. */
function isAway(error: unknown): boolean {
  return error instanceof AppError && AWAY.has(error.code);
}

interface HoldOf {
  readonly taskId: string;
  readonly step: string;
  readonly accounts: readonly Account[];
  readonly tier: string;
}

function dayAccount(scope: LimitScope, limits: ScopeLimits, caller: LimitedCaller, now: number): Account[] {
  const { remoteTokensPerDay: maxTokens, costPerDay } = limits;
  if (maxTokens === undefined && costPerDay === undefined) return [];
  const name = `${dayOf(now)} ${scopeName(scope, caller)}`;
  return [{ scope, name, maxTokens, maxNanos: costPerDay === undefined ? undefined : nanosOf(costPerDay) }];
}

function taskAccount(taskId: string, tier: TaskLimits, wishes: TaskLimits): Account | undefined {
  const maxTokens = lower(tier.maxRemoteTokens, wishes.maxRemoteTokens);
  const maxCost = lower(tier.maxCost, wishes.maxCost);
  if (maxTokens === undefined && maxCost === undefined) return undefined;
  const maxNanos = maxCost === undefined ? undefined : nanosOf(maxCost);
  return { scope: "task", name: `task ${taskId}`, maxTokens, maxNanos };
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function taken({ settled, reserved }: { readonly settled: Spending; readonly reserved: Spending }): Spending {
  return { tokens: settled.tokens + reserved.tokens, nanos: settled.nanos + reserved.nanos };
}

/** Rounded up, so that no call is for nothing. */
function nanosOf(usd: number): number {
  return Math.ceil(usd * NANOS_PER_DOLLAR - 1e-6);
}
