import { sql } from "kysely";
import { type JournalStore, type StepKey, type TaskId, TaskNotFoundError } from "#engine";
import type { Clock } from "#kernel";
import type { Operations } from "./operations.ts";
import type { StoreDatabase, Transactions } from "./transactions.ts";

/** Steps that are read at a time; results may be large. */
const STEPS_PER_READ = 50;

export interface SqlJournalStoreDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly operations: Operations;
  readonly clock: Clock;
}

export interface JournalEntry {
  readonly stepPath: string;
  readonly requestHash: string;
  readonly result: string;
}

/** The journal on any SQL database. */
export class SqlJournalStore implements JournalStore {
  readonly #deps: SqlJournalStoreDeps;

  constructor(deps: SqlJournalStoreDeps) {
    this.#deps = deps;
  }

  find({ taskId, stepPath }: StepKey): Promise<Pick<JournalEntry, "requestHash" | "result"> | undefined> {
    return this.#deps.operations.run("journal.find", async () => {
      const row = await this.#deps.db
        .selectFrom("task_journal")
        .select(["request_hash", "result"])
        .where("task_id", "=", taskId)
        .where("step_path", "=", stepPath)
        .executeTakeFirst();
      return row && { requestHash: row.request_hash, result: row.result };
    });
  }

  /** @throws TaskNotFoundError where the task has been removed: there is nothing to keep the result for. */
  put({ taskId, stepPath }: StepKey, requestHash: string, result: string): Promise<void> {
    const { operations, transactions, clock } = this.#deps;
    return operations.run("journal.put", () =>
      transactions.run(async (db) => {
        const task = await db
          .selectFrom("tasks")
          .select(["tenant", "owner"])
          .where("id", "=", taskId)
          .executeTakeFirst();
        if (task === undefined) throw new TaskNotFoundError();
        const entry = {
          position: sql<number>`(select coalesce(max(position), 0) + 1 from task_journal where task_id = ${taskId})`,
          stored_at: clock.now(),
          request_hash: requestHash,
          result,
        };
        await db
          .insertInto("task_journal")
          .values({ task_id: taskId, step_path: stepPath, ...task, ...entry })
          .onConflict((conflict) => conflict.columns(["task_id", "step_path"]).doUpdateSet(entry))
          .execute();
      }),
    );
  }

  async *list(taskId: TaskId): AsyncGenerator<JournalEntry, void, void> {
    let after = 0;
    for (;;) {
      const from = after;
      const rows = await this.#deps.operations.run("journal.list", () =>
        this.#deps.db
          .selectFrom("task_journal")
          .select(["step_path", "request_hash", "result", "position"])
          .where("task_id", "=", taskId)
          .where("position", ">", from)
          .orderBy("position")
          .limit(STEPS_PER_READ)
          .execute(),
      );
      for (const row of rows) {
        yield { stepPath: row.step_path, requestHash: row.request_hash, result: row.result };
      }
      if (rows.length < STEPS_PER_READ) return;
      after = rows.at(-1)?.position ?? after;
    }
  }
}
