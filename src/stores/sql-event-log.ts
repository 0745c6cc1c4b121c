import type { EventLog, TaskEvent, TaskEventBody, TaskId } from "#engine";
import type { Operations } from "./operations.ts";
import type { StoreDatabase } from "./transactions.ts";

/** Events on any SQL database; they are written by the commits of their task. */
export class SqlEventLog implements EventLog {
  readonly #db: StoreDatabase;
  readonly #operations: Operations;

  constructor(db: StoreDatabase, operations: Operations) {
    this.#db = db;
    this.#operations = operations;
  }

  page(taskId: TaskId, afterSeq: number, limit: number): Promise<readonly TaskEvent[]> {
    return this.#operations.run("events.page", async () => {
      const rows = await this.#db
        .selectFrom("task_events")
        .select(["seq", "at", "body"])
        .where("task_id", "=", taskId)
        .where("seq", ">", afterSeq)
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map(({ seq, at, body }) => ({ taskId, seq, at, body: JSON.parse(body) as TaskEventBody }));
    });
  }
}
