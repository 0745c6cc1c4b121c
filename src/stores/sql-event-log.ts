import { sql } from "kysely";
import type { EventLog, TaskEvent, TaskEventBody, TaskId } from "#engine";
import type { Operations } from "./operations.ts";
import { PreparedQuery } from "./prepared-query.ts";
import type { EventRow } from "./schema/tables.ts";
import type { StoreDatabase } from "./transactions.ts";

interface PageQuery {
  taskId: string;
  afterSeq: number;
  limit: number;
}

/** Events on any SQL database; they are written by the commits of their task. */
export class SqlEventLog implements EventLog {
  readonly #db: StoreDatabase;
  readonly #operations: Operations;
  readonly #page: PreparedQuery<PageQuery, Pick<EventRow, "seq" | "at" | "body">>;

  constructor(db: StoreDatabase, operations: Operations) {
    this.#db = db;
    this.#operations = operations;
    this.#page = new PreparedQuery((value) =>
      db
        .selectFrom("task_events")
        .select(["seq", "at", "body"])
        .where("task_id", "=", value("taskId"))
        .where("seq", ">", value("afterSeq"))
        .orderBy("seq")
        .limit(sql<number>`${value("limit")}`),
    );
  }

  page(taskId: TaskId, afterSeq: number, limit: number): Promise<readonly TaskEvent[]> {
    return this.#operations.run("events.page", async () => {
      const { rows } = await this.#page.run(this.#db, { taskId, afterSeq, limit });
      return rows.map(({ seq, at, body }) => ({ taskId, seq, at, body: JSON.parse(body) as TaskEventBody }));
    });
  }
}
