import { type Expression, type SqlBool, sql } from "kysely";
import type { TaskPage, TaskQuery } from "#engine";
import type { StoreDatabase } from "../transactions.ts";
import type { PageCursors } from "./page-cursor.ts";
import { fromRow } from "./task-row.ts";

/** One page of an owner's tasks, newest status first; tasks with the same time by id, so that pages neither skip nor repeat. */
export async function listTasks(
  db: StoreDatabase,
  cursors: PageCursors,
  query: TaskQuery,
): Promise<TaskPage> {
  const after = query.cursor === undefined ? undefined : cursors.decode(query.cursor, query);
  if (query.states?.length === 0) return { tasks: [], totalSize: 0, nextCursor: undefined };
  const matching = db.selectFrom("tasks").where(({ eb, and }) => {
    const conditions: Expression<SqlBool>[] = [
      eb("tenant", "=", query.tenant),
      eb("owner", "=", query.owner),
    ];
    if (query.contextId !== undefined) conditions.push(eb("context_id", "=", query.contextId));
    if (query.states !== undefined) conditions.push(eb("state_kind", "in", [...query.states]));
    if (query.statusSince !== undefined) conditions.push(eb("status_at", ">=", query.statusSince));
    return and(conditions);
  });
  const page = after
    ? matching.where(sql<SqlBool>`(status_at, id) < (${after.statusAt}, ${after.id})`)
    : matching;
  const rows = await page
    .selectAll()
    .orderBy("status_at", "desc")
    .orderBy("id", "desc")
    .limit(query.pageSize + 1)
    .execute();
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const shown = rows.slice(0, query.pageSize);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    tasks: shown.map(fromRow),
    totalSize: Number(total),
    nextCursor: last && cursors.encode({ statusAt: last.status_at, id: last.id }, query),
  };
}
