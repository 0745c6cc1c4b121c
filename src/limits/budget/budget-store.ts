/** What was spent, or may be: tokens of remote models, and money. */
export interface Spending {
  readonly tokens: number;
  /** Billionths of a US dollar: whole numbers add up exactly, and prices are by the millionth. */
  readonly nanos: number;
}

/** A budget that a call draws on, and how far. What is left out is not limited. */
export interface BudgetAccount {
  /** Scope and day, or task; the same name is the same budget. */
  readonly name: string;
  readonly maxTokens?: number | undefined;
  readonly maxNanos?: number | undefined;
}

export type BudgetUnit = "tokens" | "money";

/** One call that is about to be made. A task makes one call of a step at a time. */
export interface HoldRequest extends Spending {
  readonly taskId: string;
  readonly step: string;
  /** Chosen by the caller, and never twice. */
  readonly holdId: string;
  readonly accounts: readonly BudgetAccount[];
}

export type HoldOutcome =
  | { readonly kind: "held" }
  | { readonly kind: "exhausted"; readonly account: string; readonly unit: BudgetUnit };

/** What stands in an account. */
export interface AccountState {
  readonly settled: Spending;
  readonly reserved: Spending;
}

/** Accounts that any number of calls draw on at once, here and on other servers. */
export interface BudgetStore {
  /**
   * Holds the spending in all accounts or in none: settled and reserved together never pass a maximum. A hold that an
   * earlier call of the same step left behind, since its process died, is taken over.
   */
  reserve(request: HoldRequest): Promise<HoldOutcome>;
  /** Puts what was really spent in place of a hold; false where it was settled or taken over before. */
  settle(hold: Pick<HoldRequest, "taskId" | "step" | "holdId">, spent: Spending): Promise<boolean>;
  /** What stands in each account, in the same order; nothing where there is none. */
  read(accounts: readonly string[]): Promise<readonly AccountState[]>;
  /**
   * Forgets holds and accounts that nobody touched since `before`, milliseconds since the epoch. What a forgotten hold
   * reserved stays reserved until its account is forgotten: whether it was spent, nobody knows.
   */
  sweep(before: number): Promise<void>;
}
