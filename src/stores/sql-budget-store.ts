import { type Selectable, sql } from "kysely";
import type { Clock } from "#kernel";
import type {
  AccountState,
  BudgetAccount,
  BudgetStore,
  BudgetUnit,
  HoldOutcome,
  HoldRequest,
  Spending,
} from "#limits";
import type { Operations } from "./operations.ts";
import type { BudgetAccountRow, BudgetHoldRow } from "./schema/tables.ts";
import type { StoreDatabase, Transactions } from "./transactions.ts";

export interface SqlBudgetStoreDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly operations: Operations;
  readonly clock: Clock;
}

type Hold = Pick<HoldRequest, "taskId" | "step" | "holdId">;

/** Undoes a transaction whose last account had no room. */
class NoRoom extends Error {
  readonly outcome: Extract<HoldOutcome, { kind: "exhausted" }>;

  constructor(account: string, unit: BudgetUnit) {
    super("no room");
    this.outcome = { kind: "exhausted", account, unit };
  }
}

/** Budgets on any SQL database. Accounts are changed in the order of their names, so that no two wait for each other. */
export class SqlBudgetStore implements BudgetStore {
  readonly #deps: SqlBudgetStoreDeps;

  constructor(deps: SqlBudgetStoreDeps) {
    this.#deps = deps;
  }

  async reserve(request: HoldRequest): Promise<HoldOutcome> {
    const { operations, transactions, clock } = this.#deps;
    const now = clock.now();
    const accounts = request.accounts.toSorted(byName);
    try {
      await operations.run("budgets.reserve", () =>
        transactions.run(async (db) => {
          await takeOver(db, request, now);
          for (const account of accounts) await hold(db, account, request, now);
          await db
            .insertInto("budget_holds")
            .values(holdRow(request, accounts, now))
            .execute();
        }),
      );
      return { kind: "held" };
    } catch (error) {
      if (error instanceof NoRoom) return error.outcome;
      throw error;
    }
  }

  settle({ taskId, step, holdId }: Hold, spent: Spending): Promise<boolean> {
    const { operations, transactions, clock } = this.#deps;
    return operations.run("budgets.settle", () =>
      transactions.run(async (db) => {
        const row = await db
          .deleteFrom("budget_holds")
          .where("task_id", "=", taskId)
          .where("step", "=", step)
          .where("hold_id", "=", holdId)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return false;
        await book(db, row, spent, clock.now());
        return true;
      }),
    );
  }

  read(accounts: readonly string[]): Promise<readonly AccountState[]> {
    const { operations, db } = this.#deps;
    if (accounts.length === 0) return Promise.resolve([]);
    return operations.run("budgets.read", async () => {
      const rows = await db
        .selectFrom("budget_accounts")
        .selectAll()
        .where("account", "in", [...accounts])
        .execute();
      return accounts.map((name) => stateOf(rows.find(({ account }) => account === name)));
    });
  }

  async sweep(before: number): Promise<void> {
    const { operations, transactions } = this.#deps;
    await operations.run("budgets.sweep", () =>
      transactions.run(async (db) => {
        await db.deleteFrom("budget_holds").where("made_at", "<", before).execute();
        await db.deleteFrom("budget_accounts").where("touched_at", "<", before).execute();
      }),
    );
  }
}

/** Lets go of what a call of the same step held whose process died. */
async function takeOver(db: StoreDatabase, { taskId, step }: HoldRequest, now: number): Promise<void> {
  const left = await db
    .deleteFrom("budget_holds")
    .where("task_id", "=", taskId)
    .where("step", "=", step)
    .returningAll()
    .executeTakeFirst();
  if (left !== undefined) await book(db, left, { tokens: 0, nanos: 0 }, now);
}

/** One statement looks and holds, so that nobody comes between the two. */
async function hold(
  db: StoreDatabase,
  { name, maxTokens = Number.MAX_SAFE_INTEGER, maxNanos = Number.MAX_SAFE_INTEGER }: BudgetAccount,
  { tokens, nanos }: Spending,
  now: number,
): Promise<void> {
  if (tokens > maxTokens) throw new NoRoom(name, "tokens");
  if (nanos > maxNanos) throw new NoRoom(name, "money");
  const held = await db
    .insertInto("budget_accounts")
    .values({
      account: name,
      settled_tokens: 0,
      reserved_tokens: tokens,
      settled_nanos: 0,
      reserved_nanos: nanos,
      touched_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .column("account")
        .doUpdateSet({
          reserved_tokens: sql<number>`budget_accounts.reserved_tokens + excluded.reserved_tokens`,
          reserved_nanos: sql<number>`budget_accounts.reserved_nanos + excluded.reserved_nanos`,
          touched_at: now,
        })
        .where(
          sql<boolean>`budget_accounts.settled_tokens + budget_accounts.reserved_tokens <= ${maxTokens - tokens}`,
        )
        .where(
          sql<boolean>`budget_accounts.settled_nanos + budget_accounts.reserved_nanos <= ${maxNanos - nanos}`,
        ),
    )
    .returning("account")
    .executeTakeFirst();
  if (held === undefined) throw new NoRoom(name, await unitOf(db, name, maxTokens - tokens));
}

async function unitOf(db: StoreDatabase, name: string, roomForTokens: number): Promise<BudgetUnit> {
  const row = await db
    .selectFrom("budget_accounts")
    .select(["settled_tokens", "reserved_tokens"])
    .where("account", "=", name)
    .executeTakeFirst();
  const taken = (row?.settled_tokens ?? 0) + (row?.reserved_tokens ?? 0);
  return taken > roomForTokens ? "tokens" : "money";
}

/** Puts what was spent in place of what was held. */
async function book(
  db: StoreDatabase,
  { accounts, tokens, nanos }: Selectable<BudgetHoldRow>,
  spent: Spending,
  now: number,
): Promise<void> {
  for (const account of JSON.parse(accounts) as string[]) {
    await db
      .updateTable("budget_accounts")
      .set({
        reserved_tokens: sql<number>`reserved_tokens - ${tokens}`,
        settled_tokens: sql<number>`settled_tokens + ${spent.tokens}`,
        reserved_nanos: sql<number>`reserved_nanos - ${nanos}`,
        settled_nanos: sql<number>`settled_nanos + ${spent.nanos}`,
        touched_at: now,
      })
      .where("account", "=", account)
      .execute();
  }
}

function holdRow(
  { taskId, step, holdId, tokens, nanos }: HoldRequest,
  accounts: readonly BudgetAccount[],
  now: number,
): BudgetHoldRow {
  return {
    task_id: taskId,
    step,
    hold_id: holdId,
    accounts: JSON.stringify(accounts.map(({ name }) => name)),
    tokens,
    nanos,
    made_at: now,
  };
}

function stateOf(row: BudgetAccountRow | undefined): AccountState {
  return {
    settled: { tokens: row?.settled_tokens ?? 0, nanos: row?.settled_nanos ?? 0 },
    reserved: { tokens: row?.reserved_tokens ?? 0, nanos: row?.reserved_nanos ?? 0 },
  };
}

function byName(one: BudgetAccount, other: BudgetAccount): number {
  return one.name < other.name ? -1 : 1;
}
