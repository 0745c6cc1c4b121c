import { type RawBuilder, type SqlBool, sql } from "kysely";
import {
  type JournalStore,
  type StepKey,
  type TaskId,
  TaskNotFoundError,
  VersionConflictError,
} from "#engine";
import type { Clock } from "#kernel";
import type { Operations } from "./operations.ts";
import { PreparedQuery } from "./prepared-query.ts";
import type { JournalRow } from "./schema/tables.ts";
import type { StoreDatabase, Transactions } from "./transactions.ts";

/** Steps that are read at a time; results may be large. */
const STEPS_PER_READ = 50;
/** Stands for the position after the last one. */
const COUNTED = 0;

export interface SqlJournalStoreDeps {
  readonly db: StoreDatabase;
  readonly transactions: Transactions;
  readonly operations: Operations;
  readonly clock: Clock;
  /**
   * Gives positions that rise from call to call, where entries are stored side by side and none sees the others. Default:
   * each entry counts those before it.
   */
  readonly nextPosition?: () => number;
}

/** A step with its run; the newest that can be where no run asks. */
type StepOfRun = Required<StepKey>;

/** A step's result, where there is one, and how many runs its task has had. */
interface FoundEntry {
  readonly request_hash: string | null;
  readonly result: string | null;
  readonly runs: number;
}

interface NewEntry extends StepOfRun {
  readonly requestHash: string;
  readonly result: string;
  readonly position: number;
  readonly now: number;
}

export interface JournalEntry {
  readonly stepPath: string;
  readonly requestHash: string;
  readonly result: string;
}

/** The journal on any SQL database. */
export class SqlJournalStore implements JournalStore {
  readonly #deps: SqlJournalStoreDeps;
  readonly #find: PreparedQuery<Pick<StepKey, "taskId" | "stepPath">, FoundEntry>;
  readonly #put: PreparedQuery<NewEntry, Pick<JournalRow, "position">>;

  constructor(deps: SqlJournalStoreDeps) {
    const { db } = deps;
    this.#deps = deps;
    this.#find = new PreparedQuery((value) =>
      db
        .selectFrom("tasks")
        .leftJoin("task_journal", (join) =>
          join.onRef("task_id", "=", "tasks.id").on("step_path", "=", value("stepPath")),
        )
        .select(["request_hash", "result", "runs"])
        .where("tasks.id", "=", value("taskId")),
    );
    this.#put = putEntry(db);
  }

  find(step: StepKey): Promise<Pick<JournalEntry, "requestHash" | "result"> | undefined> {
    return this.#deps.operations.run("journal.find", async () => {
      const { taskId, stepPath, run } = ofRun(step);
      const row = await this.#find.first(this.#deps.db, { taskId, stepPath });
      if (row === undefined) return undefined;
      if (row.runs > run) throw new VersionConflictError(taskId);
      const { request_hash: requestHash, result } = row;
      return requestHash === null || result === null ? undefined : { requestHash, result };
    });
  }

  /** @throws TaskNotFoundError where the task has been removed: there is nothing to keep the result for. */
  put(step: StepKey, requestHash: string, result: string): Promise<void> {
    const { operations, transactions, clock } = this.#deps;
    const position = this.#deps.nextPosition?.() ?? COUNTED;
    return operations.run("journal.put", () =>
      transactions.runStatement(async (db) => {
        const entry = { ...ofRun(step), requestHash, result, position, now: clock.now() };
        if ((await this.#put.first(db, entry)) === undefined) throw await whyNotPut(db, step);
      }),
    );
  }

  async *list(taskId: TaskId): AsyncGenerator<JournalEntry, void, void> {
    let after = { position: 0, step_path: "" };
    for (;;) {
      const from = after;
      const rows = await this.#deps.operations.run("journal.list", () =>
        this.#deps.db
          .selectFrom("task_journal")
          .select(["step_path", "request_hash", "result", "position"])
          .where("task_id", "=", taskId)
          .where(sql<SqlBool>`(position, step_path) > (${from.position}, ${from.step_path})`)
          .orderBy("position")
          .orderBy("step_path")
          .limit(STEPS_PER_READ)
          .execute(),
      );
      for (const row of rows) {
        yield { stepPath: row.step_path, requestHash: row.request_hash, result: row.result };
      }
      if (rows.length < STEPS_PER_READ) return;
      after = rows.at(-1) ?? after;
    }
  }
}

function ofRun({ taskId, stepPath, run = Number.MAX_SAFE_INTEGER }: StepKey): StepOfRun {
  return { taskId, stepPath, run };
}

async function whyNotPut(db: StoreDatabase, { taskId }: StepKey) {
  const task = await db.selectFrom("tasks").select("id").where("id", "=", taskId).executeTakeFirst();
  return task === undefined ? new TaskNotFoundError() : new VersionConflictError(taskId);
}

/** Owned like its task, and last in its order; a task that is not there, or that has a newer run, gets none. */
function putEntry(db: StoreDatabase): PreparedQuery<NewEntry, Pick<JournalRow, "position">> {
  const columns = ["position", "stored_at", "request_hash", "result"] as const;
  return new PreparedQuery((value) =>
    db
      .insertInto("task_journal")
      .columns(["task_id", "step_path", "tenant", "owner", ...columns])
      .expression(
        db
          .selectFrom("tasks")
          .select([
            "id",
            sql<string>`${value("stepPath")}`.as("step_path"),
            "tenant",
            "owner",
            sql<number>`(
              select case when ${asNumber(value("position"))} > 0 then ${asNumber(value("position"))}
                else coalesce(max(position), 0) + 1 end
              from task_journal where task_id = tasks.id)`.as("position"),
            asNumber(value("now")).as("stored_at"),
            sql<string>`${value("requestHash")}`.as("request_hash"),
            sql<string>`${value("result")}`.as("result"),
          ])
          .where("id", "=", value("taskId"))
          .where("runs", "<=", value("run")),
      )
      .onConflict((conflict) =>
        conflict.columns(["task_id", "step_path"]).doUpdateSet((row) => ({
          position: row.ref("excluded.position"),
          stored_at: row.ref("excluded.stored_at"),
          request_hash: row.ref("excluded.request_hash"),
          result: row.ref("excluded.result"),
        })),
      )
      .returning("position"),
  );
}

/** A value whose type the database cannot tell from where it stands. */
function asNumber(value: number): RawBuilder<number> {
  return sql<number>`cast(${value} as bigint)`;
}
