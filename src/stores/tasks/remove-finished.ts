import { TERMINAL_STATES } from "#engine";
import type { StoreDatabase, Transactions } from "../transactions.ts";

/** Tasks that go in one transaction; small, so that requests get their turn in between. */
const TASKS_PER_SLICE = 8;

/** Terminal tasks, oldest end first; what belongs to them goes with them. Gives how many went. */
export async function removeFinished(
  db: StoreDatabase,
  transactions: Transactions,
  limits: { readonly olderThan: number; readonly maxTasks: number },
): Promise<number> {
  let removed = 0;
  for (;;) {
    const slice = await transactions.run((trx) => removeOldest(trx, TASKS_PER_SLICE, limits.olderThan));
    removed += slice;
    if (slice < TASKS_PER_SLICE) break;
  }
  for (;;) {
    const excess = (await countTasks(db)) - limits.maxTasks;
    if (excess <= 0) return removed;
    const slice = await transactions.run((trx) => removeOldest(trx, Math.min(excess, TASKS_PER_SLICE)));
    removed += slice;
    if (slice === 0) return removed;
  }
}

async function countTasks(db: StoreDatabase): Promise<number> {
  const { total } = await db
    .selectFrom("tasks")
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return Number(total);
}

async function removeOldest(db: StoreDatabase, atMost: number, olderThan?: number): Promise<number> {
  let oldest = db
    .selectFrom("tasks")
    .select("id")
    .where("state_kind", "in", [...TERMINAL_STATES])
    .orderBy("status_at")
    .orderBy("id")
    .limit(atMost);
  if (olderThan !== undefined) oldest = oldest.where("status_at", "<", olderThan);
  const ids = (await oldest.execute()).map((row) => row.id);
  if (ids.length === 0) return 0;
  // Another instance may be at the same work, and counts what it removed itself.
  const { numDeletedRows } = await db.deleteFrom("tasks").where("id", "in", ids).executeTakeFirst();
  return Number(numDeletedRows);
}
