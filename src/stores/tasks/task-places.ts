import { type TaskId, type TaskPlace, TooManyTasksError } from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { TaskPlaceRow, TaskScopeRow } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";

/** Places of unfinished tasks, taken in the transaction of the task's own change. */
export class TaskPlaces {
  readonly #lock: PreparedQuery<TaskScopeRow, unknown>;
  readonly #count: PreparedQuery<{ scope: string }, { taken: number }>;
  readonly #take: PreparedQuery<TaskPlaceRow, unknown>;

  constructor(db: StoreDatabase) {
    this.#lock = new PreparedQuery((value) =>
      db
        .insertInto("task_scopes")
        .values({ scope: value("scope"), taken_at: value("taken_at") })
        .onConflict((conflict) => conflict.column("scope").doUpdateSet({ taken_at: value("taken_at") })),
    );
    this.#count = placesTaken(db);
    this.#take = placeInsert(db);
  }

  /** Exact also where several instances take at once: the scope's row is locked until the transaction ends. */
  async take(db: StoreDatabase, taskId: TaskId, places: readonly TaskPlace[], at: number): Promise<void> {
    for (const { scope, max } of places) {
      await this.#lock.run(db, { scope, taken_at: at });
      if ((await this.taken(db, scope)) >= max) throw new TooManyTasksError(max);
      await this.#take.run(db, { scope, task_id: taskId });
    }
  }

  async taken(db: StoreDatabase, scope: string): Promise<number> {
    return Number((await this.#count.first(db, { scope }))?.taken ?? 0);
  }
}

export function placesTaken(db: StoreDatabase): PreparedQuery<{ scope: string }, { taken: number }> {
  return new PreparedQuery((value) =>
    db
      .selectFrom("task_places")
      .select(({ fn }) => fn.countAll<number>().as("taken"))
      .where("scope", "=", value("scope")),
  );
}

export function placeInsert(db: StoreDatabase): PreparedQuery<TaskPlaceRow, unknown> {
  return new PreparedQuery((value) =>
    db.insertInto("task_places").values({ scope: value("scope"), task_id: value("task_id") }),
  );
}
